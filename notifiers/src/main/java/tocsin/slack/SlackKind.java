package tocsin.slack;

import tocsin.http.HttpSettings;
import tocsin.http.HttpSettings.Authorization;
import tocsin.http.Secret;
import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.slack.SlackMessage.Action;
import tocsin.slack.SlackMessage.Attachment;
import tocsin.slack.SlackMessage.Confirm;
import tocsin.slack.SlackMessage.Field;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `slack_configs`. Beyond upstream's fields, `thread_replies` posts what comes after a group's
/// first message in that message's thread.
public final class SlackKind implements IntegrationKind {
    private static final String APP_URL = "https://slack.com/api/chat.postMessage";

    @Override
    public String name() {
        return "slack";
    }

    @Override
    public boolean sendsResolved() {
        return false;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        Target target = target(settings);
        var slack =
                new Slack(
                        defaults.sender(target.http()),
                        target.url(),
                        message(settings),
                        settings.flag("update_message"),
                        settings.flag("thread_replies"),
                        settings.duration("timeout", Duration.ZERO));
        if ((slack.update() || slack.replies()) && !target.speaksJson()) {
            fields.problem(
                    slack.update() ? "update_message" : "thread_replies",
                    "can only be used with bot tokens. api_url must be set to " + APP_URL);
        }
        settings.done("slack");
        return new HttpNotifier(defaults.wording(), slack);
    }

    /// Where messages go, and how they identify themselves.
    ///
    /// @param speaksJson whether this is an API that says which message it has made
    private record Target(Secret url, HttpSettings http, boolean speaksJson) {}

    private static Target target(Settings settings) {
        Optional<Secret> url = settings.secretUrl("api_url");
        Optional<Secret> token = settings.secret("app_token");
        HttpSettings http = settings.http();
        boolean ownAuthorization =
                settings.fields().has("http_config")
                        && !(http.authorization() instanceof Authorization.None);
        if (url.isPresent() && token.isPresent()) {
            settings.fields()
                    .problem(
                            "app_token",
                            "at most one of api_url/api_url_file & app_token/app_token_file must be"
                                    + " configured");
        }
        if (url.isEmpty() && token.isEmpty() && !ownAuthorization) {
            token = settings.defaults().secret("slack_app_token");
        }
        String appUrl = settings.url("app_url", "slack_app_url", APP_URL, "").toString();
        if (token.isPresent()) {
            if (ownAuthorization) {
                settings.fields()
                        .problem(
                                "http_config",
                                "http authorization can't be set when using Slack App tokens");
            }
            return new Target(
                    Secret.of(appUrl),
                    http.with(new Authorization.Token("Bearer", token.get())),
                    true);
        }
        Secret found =
                url.or(() -> settings.defaults().secret("slack_api_url"))
                        .orElseGet(() -> {
                            settings.missing(
                                    "no Slack API URL nor App token set either inline or in a"
                                            + " file");
                            return Secret.of("");
                        });
        return new Target(found, http, isPostMessage(found, appUrl));
    }

    private static boolean isPostMessage(Secret url, String appUrl) {
        try {
            String text = url.reveal();
            return text.equals(appUrl) || text.endsWith("/chat.postMessage");
        } catch (IOException e) {
            return true; // the file may come later; then the answer will show
        }
    }

    private static SlackMessage message(Settings settings) {
        return new SlackMessage(
                settings.text("channel"),
                standard(settings, "username", "username"),
                standard(settings, "icon_emoji", "iconemoji"),
                standard(settings, "icon_url", "iconurl"),
                settings.flag("link_names"),
                settings.text("message_text"),
                attachment(settings));
    }

    private static String standard(Settings settings, String key, String template) {
        return settings.text(key, "{{ template \"slack.default." + template + "\" . }}");
    }

    private static Attachment attachment(Settings settings) {
        return new Attachment(
                standard(settings, "title", "title"),
                standard(settings, "title_link", "titlelink"),
                standard(settings, "pretext", "pretext"),
                standard(settings, "text", "text"),
                standard(settings, "fallback", "fallback"),
                standard(settings, "callback_id", "callbackid"),
                fields(settings),
                actions(settings.fields()),
                settings.text("image_url"),
                settings.text("thumb_url"),
                standard(settings, "footer", "footer"),
                standard(settings, "color", "color"),
                settings.fields().texts("mrkdwn_in"));
    }

    private static List<Field> fields(Settings settings) {
        boolean shortFields = settings.flag("short_fields");
        var found = new ArrayList<Field>();
        for (YamlNode item : settings.fields().items("fields")) {
            Fields each = Fields.of(item, settings.fields().problems());
            String title = each.text("title", "");
            String value = each.text("value", "");
            if (title.isEmpty()) {
                each.problem("title", "missing title in Slack field configuration");
            }
            if (value.isEmpty()) {
                each.problem("value", "missing value in Slack field configuration");
            }
            found.add(new Field(title, value, each.bool("short").orElse(shortFields)));
            each.done("field");
        }
        return found;
    }

    private static List<Action> actions(Fields fields) {
        var found = new ArrayList<Action>();
        for (YamlNode item : fields.items("actions")) {
            found.add(action(Fields.of(item, fields.problems())));
        }
        return found;
    }

    private static Action action(Fields fields) {
        String type = fields.text("type", "");
        String text = fields.text("text", "");
        String url = fields.text("url", "");
        String name = fields.text("name", "");
        String value = fields.text("value", "");
        Optional<Confirm> confirm = fields.fields("confirm").map(SlackKind::confirm);
        if (type.isEmpty()) {
            fields.problem("type", "missing type in Slack action configuration");
        }
        if (text.isEmpty()) {
            fields.problem("text", "missing text in Slack action configuration");
        }
        if (url.isEmpty() && name.isEmpty()) {
            fields.problem("name", "missing name or url in Slack action configuration");
        }
        var action =
                url.isEmpty()
                        ? new Action(type, text, "", fields.text("style", ""), name, value, confirm)
                        : new Action(
                                type,
                                text,
                                url,
                                fields.text("style", ""),
                                "",
                                "",
                                Optional.empty());
        fields.done("action");
        return action;
    }

    private static Confirm confirm(Fields fields) {
        var confirm =
                new Confirm(
                        fields.text("text", ""),
                        fields.text("title", ""),
                        fields.text("ok_text", ""),
                        fields.text("dismiss_text", ""));
        if (confirm.text().isEmpty()) {
            fields.problem("text", "missing text in Slack confirmation configuration");
        }
        fields.done("confirm");
        return confirm;
    }
}

package tocsin.mattermost;

import tocsin.http.Secret;
import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.mattermost.Mattermost.Attachment;
import tocsin.mattermost.Mattermost.Field;
import tocsin.mattermost.Mattermost.Post;
import tocsin.mattermost.Mattermost.Priority;
import tocsin.notify.Notifier;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `mattermost_configs`.
public final class MattermostKind implements IntegrationKind {
    private static final List<String> TEXTS =
            List.of(
                    "fallback",
                    "color",
                    "pretext",
                    "author_name",
                    "author_link",
                    "author_icon",
                    "title",
                    "title_link",
                    "text",
                    "thumb_url",
                    "footer",
                    "footer_icon",
                    "image_url");
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "fallback", "fallback",
                    "color", "color",
                    "title", "title",
                    "title_link", "titlelink",
                    "text", "text");

    @Override
    public String name() {
        return "mattermost";
    }

    @Override
    public boolean sendsResolved() {
        return true;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        Secret url =
                settings.secretUrl("webhook_url")
                        .or(() -> defaults.secret("mattermost_webhook_url"))
                        .orElseGet(() -> {
                            settings.missing(
                                    "missing webhook_url or webhook_url_file on"
                                            + " mattermost_config");
                            return Secret.of("");
                        });
        var mattermost = new Mattermost(settings.sender(), url, post(settings));
        settings.done("mattermost");
        return new HttpNotifier(defaults.wording(), mattermost);
    }

    private static Post post(Settings settings) {
        Fields fields = settings.fields();
        var own = new ArrayList<Attachment>();
        for (YamlNode item : fields.items("attachments")) {
            Fields each = Fields.of(item, fields.problems());
            own.add(attachment(each, Set.of()));
            each.done("attachment");
        }
        Attachment standard = attachment(fields, DEFAULTS.keySet());
        return new Post(
                settings.text("channel"),
                settings.standard("username", "mattermost.default.username"),
                own.isEmpty() ? "" : standard.texts().getOrDefault("text", ""),
                settings.text("icon_url"),
                settings.text("icon_emoji"),
                settings.text("type"),
                card(fields),
                own.isEmpty() ? List.of(standard) : own,
                fields.fields("priority").map(MattermostKind::priority));
    }

    private static Attachment attachment(Fields fields, Set<String> withDefault) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : TEXTS) {
            String otherwise =
                    withDefault.contains(name)
                            ? "{{ template \"mattermost.default." + DEFAULTS.get(name) + "\" . }}"
                            : "";
            texts.put(name, fields.text(name, otherwise));
        }
        return new Attachment(texts, fields(fields));
    }

    private static List<Field> fields(Fields fields) {
        var found = new ArrayList<Field>();
        for (YamlNode item : fields.items("fields")) {
            Fields each = Fields.of(item, fields.problems());
            var field =
                    new Field(each.text("title", ""), each.text("value", ""), each.bool("short"));
            if (field.title().isEmpty()) {
                each.problem("title", "missing title in Mattermost field configuration");
            }
            if (field.value().isEmpty()) {
                each.problem("value", "missing value in Mattermost field configuration");
            }
            found.add(field);
            each.done("field");
        }
        return found;
    }

    private static String card(Fields fields) {
        Optional<Fields> props = fields.fields("props");
        String card = props.map(each -> each.text("card", "")).orElse("");
        props.ifPresent(each -> each.done("props"));
        return card;
    }

    private static Priority priority(Fields fields) {
        var priority =
                new Priority(
                        fields.text("priority", ""),
                        fields.bool("requested_ack").orElse(false),
                        fields.bool("persistent_notifications").orElse(false));
        fields.done("priority");
        return priority;
    }
}

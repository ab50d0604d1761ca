package tocsin.rocketchat;

import tocsin.http.Secret;
import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.rocketchat.RocketChat.Action;
import tocsin.rocketchat.RocketChat.Field;
import tocsin.rocketchat.RocketChat.Texts;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.util.ArrayList;
import java.util.List;

/// `rocketchat_configs`.
public final class RocketChatKind implements IntegrationKind {
    private static final String API = "https://open.rocket.chat/";
    private static final String COLOR = "{{ if eq .Status \"firing\" }}red{{ else }}green{{ end }}";

    /// Read as upstream reads them, and as there never sent.
    private static final List<String> UNSENT =
            List.of(
                    "type",
                    "imageurl",
                    "iswebview",
                    "webviewheightratio",
                    "msginchatwindow",
                    "msgprocessingtype");

    @Override
    public String name() {
        return "rocketchat";
    }

    @Override
    public boolean sendsResolved() {
        return false;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        Secret id =
                settings.requiredSecret(
                        "token_id",
                        "rocketchat_token_id",
                        "no global Rocketchat TokenID set either inline or in a file");
        Secret token =
                settings.requiredSecret(
                        "token",
                        "rocketchat_token",
                        "no global Rocketchat Token set either inline or in a file");
        settings.flag("link_names");
        var rocketChat =
                new RocketChat(
                        settings.sender(),
                        settings.url("api_url", "rocketchat_api_url", API, ""),
                        token,
                        id,
                        texts(settings));
        settings.done("rocketchat");
        return new HttpNotifier(defaults.wording(), rocketChat);
    }

    private static Texts texts(Settings settings) {
        return new Texts(
                settings.text("channel"),
                settings.standard("emoji", "rocketchat.default.emoji"),
                settings.standard("icon_url", "rocketchat.default.iconurl"),
                settings.standard("title", "rocketchat.default.title"),
                settings.standard("title_link", "rocketchat.default.titlelink"),
                settings.standard("text", "rocketchat.default.text"),
                settings.text("image_url"),
                settings.text("thumb_url"),
                settings.text("color", COLOR),
                fields(settings),
                actions(settings.fields()));
    }

    private static List<Field> fields(Settings settings) {
        boolean shortFields = settings.flag("short_fields");
        var found = new ArrayList<Field>();
        for (YamlNode item : settings.fields().items("fields")) {
            Fields each = Fields.of(item, settings.fields().problems());
            found.add(
                    new Field(
                            each.bool("short").orElse(shortFields),
                            each.text("title", ""),
                            each.text("value", "")));
            each.done("field");
        }
        return found;
    }

    private static List<Action> actions(Fields fields) {
        var found = new ArrayList<Action>();
        for (YamlNode item : fields.items("actions")) {
            Fields each = Fields.of(item, fields.problems());
            UNSENT.forEach(each::node);
            found.add(
                    new Action(each.text("text", ""), each.text("url", ""), each.text("msg", "")));
            each.done("action");
        }
        return found;
    }
}

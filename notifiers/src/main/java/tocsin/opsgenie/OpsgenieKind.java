package tocsin.opsgenie;

import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.opsgenie.Opsgenie.Responder;
import tocsin.opsgenie.Opsgenie.Texts;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `opsgenie_configs`.
public final class OpsgenieKind implements IntegrationKind {
    private static final String API = "https://api.opsgenie.com/";
    private static final Set<String> TYPES =
            Set.of("team", "teams", "user", "escalation", "schedule");

    @Override
    public String name() {
        return "opsgenie";
    }

    @Override
    public boolean sendsResolved() {
        return true;
    }

    @Override
    public boolean closesIncidents() {
        return true;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        var opsgenie =
                new Opsgenie(
                        settings.sender(),
                        Settings.folder(settings.url("api_url", "opsgenie_api_url", API, "")),
                        settings.requiredSecret(
                                "api_key",
                                "opsgenie_api_key",
                                "no global OpsGenie API Key set either inline or in a file"),
                        new Texts(
                                settings.standard("message", "opsgenie.default.message"),
                                settings.standard("description", "opsgenie.default.description"),
                                settings.standard("source", "opsgenie.default.source"),
                                fields.textMap("details"),
                                settings.text("entity"),
                                settings.text("actions"),
                                settings.text("tags"),
                                settings.text("note"),
                                settings.text("priority"),
                                responders(fields)),
                        settings.flag("update_alerts"));
        settings.done("opsgenie");
        return new HttpNotifier(defaults.wording(), opsgenie);
    }

    private static List<Responder> responders(Fields fields) {
        var all = new ArrayList<Responder>();
        for (YamlNode item : fields.items("responders")) {
            Fields each = Fields.of(item, fields.problems());
            String type = each.text("type", "");
            if (!type.contains("{{")) {
                type = type.toLowerCase(Locale.ROOT);
                if (!TYPES.contains(type)) {
                    each.problem(
                            "type",
                            "opsGenieConfig responder type "
                                    + type
                                    + " is not valid, must be one"
                                    + " of team, teams, user, escalation, schedule");
                }
            }
            var responder =
                    new Responder(
                            each.text("id", ""),
                            each.text("name", ""),
                            each.text("username", ""),
                            type);
            if (responder.id().isEmpty()
                    && responder.name().isEmpty()
                    && responder.username().isEmpty()) {
                fields.problems()
                        .add(
                                item,
                                "opsGenieConfig responder has to have at least one of id, username"
                                        + " or name specified");
            }
            all.add(responder);
            each.done("responder");
        }
        return all;
    }
}

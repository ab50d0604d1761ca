package tocsin.victorops;

import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.victorops.VictorOps.Texts;
import tocsin.yaml.Fields;

import java.util.Map;
import java.util.Set;

/// `victorops_configs`.
public final class VictorOpsKind implements IntegrationKind {
    private static final String API =
            "https://alert.victorops.com/integrations/generic/20131114/alert/";
    private static final Set<String> OURS =
            Set.of(
                    "routing_key",
                    "message_type",
                    "state_message",
                    "entity_display_name",
                    "monitoring_tool",
                    "entity_id",
                    "entity_state");

    @Override
    public String name() {
        return "victorops";
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
        Map<String, String> custom = fields.textMap("custom_fields");
        for (String name : custom.keySet()) {
            if (OURS.contains(name)) {
                fields.problem(
                        "custom_fields",
                        "victorOps config contains custom field "
                                + name
                                + " which cannot be used as it conflicts with the fixed/static"
                                + " fields");
            }
        }
        String routing =
                settings.required("routing_key", "missing Routing key in VictorOps config");
        var victorOps =
                new VictorOps(
                        settings.sender(),
                        Settings.folder(settings.url("api_url", "victorops_api_url", API, "")),
                        settings.requiredSecret(
                                "api_key", "victorops_api_key", "no global VictorOps API Key set"),
                        new Texts(
                                routing,
                                settings.text("message_type", "CRITICAL"),
                                settings.standard(
                                        "state_message", "victorops.default.state_message"),
                                settings.standard(
                                        "entity_display_name",
                                        "victorops.default.entity_display_name"),
                                settings.standard(
                                        "monitoring_tool", "victorops.default.monitoring_tool"),
                                custom));
        settings.done("victorops");
        return new HttpNotifier(defaults.wording(), victorOps);
    }
}

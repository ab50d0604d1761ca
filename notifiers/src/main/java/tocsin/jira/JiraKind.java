package tocsin.jira;

import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.integration.Structured;
import tocsin.jira.JiraSettings.Flavour;
import tocsin.jira.JiraSettings.Text;
import tocsin.jira.JiraSettings.Transitions;
import tocsin.notify.Notifier;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// `jira_configs`.
public final class JiraKind implements IntegrationKind {
    @Override
    public String name() {
        return "jira";
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
        URI api = settings.url("api_url", "jira_api_url", "", "no global Jira Cloud URL set");
        var jira =
                new JiraSettings(
                        URI.create(api.toString().replaceAll("/+$", "")),
                        flavour(settings),
                        settings.required("project", "missing project in jira_config"),
                        settings.required("issue_type", "missing issue_type in jira_config"),
                        text(fields, "summary"),
                        text(fields, "description"),
                        fields.texts("labels"),
                        settings.standard("priority", "jira.default.priority"),
                        new Transitions(
                                settings.text("reopen_transition"),
                                settings.text("resolve_transition"),
                                settings.text("wont_fix_resolution"),
                                fields.duration("reopen_duration").orElse(Duration.ZERO)),
                        fields.node("fields")
                                .or(() -> fields.node("custom_fields"))
                                .map(Structured::of)
                                .orElse(Structured.of(Map.of())));
        var notifier = new HttpNotifier(defaults.wording(), new Jira(settings.sender(), jira));
        fields.node("custom_fields");
        settings.done("jira");
        return notifier;
    }

    private static Flavour flavour(Settings settings) {
        return switch (settings.text("api_type", "auto")) {
            case "auto" -> Flavour.AUTO;
            case "cloud" -> Flavour.CLOUD;
            case "datacenter" -> Flavour.DATACENTER;
            default -> {
                settings.fields()
                        .problem(
                                "api_type",
                                "unknown api_type on jira_config, must be auto, cloud or"
                                        + " datacenter");
                yield Flavour.AUTO;
            }
        };
    }

    /// A template, or one with the word whether it is also put into issues that are there.
    private static Text text(Fields fields, String key) {
        String standard = "{{ template \"jira.default." + key + "\" . }}";
        Optional<YamlNode> node = fields.node(key);
        if (node.isEmpty() || node.get() instanceof YamlNode.Scalar) {
            return new Text(fields.text(key, standard), true);
        }
        Fields both = Fields.of(node.get(), fields.problems());
        var text =
                new Text(both.text("template", standard), both.bool("enable_update").orElse(true));
        both.done(key);
        return text;
    }
}

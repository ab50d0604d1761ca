package tocsin.integration;

import tocsin.alert.Alert;
import tocsin.http.Destinations;
import tocsin.http.HttpSettings;
import tocsin.http.Network;
import tocsin.http.Tls;
import tocsin.labels.Labels;
import tocsin.notify.Notification;
import tocsin.notify.Notifier;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlReader;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// What tests of integrations have in common: alerts, settings from YAML, and a wording that shows
/// which template was asked for.
public final class Fixtures {
    public static final Instant NOW = Instant.parse("2026-08-16T10:00:30Z");

    /// Waits for answers as long as a busy machine may need.
    public static final Network NETWORK = network(Destinations.DEFAULT, Map.of());

    /// Waits no longer than a test of a server that hangs may last.
    public static final Network IMPATIENT =
            network(Destinations.DEFAULT, Map.of(), Duration.ofSeconds(5));

    /// Takes `{{ template "x" . }}` to `<x>`, `{{ status }}` to the status and a template that
    /// begins with `{{ fail` to a failure; HTML is marked as such.
    public static final Wording WORDING =
            notification ->
                    new Words() {
                        @Override
                        public String text(String template) throws WordingException {
                            if (template.contains("{{ fail")) {
                                throw new WordingException("template: :1: failed as asked");
                            }
                            return template.replaceAll(
                                            "\\{\\{ ?template \"([^\"]*)\" ?\\. ?\\}\\}", "<$1>")
                                    .replace(
                                            "{{ status }}",
                                            notification.isFiring() ? "firing" : "resolved")
                                    .replace("{{ team }}", notification.groupLabels().get("team"));
                        }

                        @Override
                        public String html(String template) throws WordingException {
                            return template.isEmpty() ? "" : "html:" + text(template);
                        }
                    };

    private Fixtures() {}

    public static Network network(Destinations destinations, Map<String, String> environment) {
        return network(destinations, environment, Duration.ofSeconds(10));
    }

    private static Network network(
            Destinations destinations, Map<String, String> environment, Duration whole) {
        return new Network(
                new Network.Rules(
                        destinations,
                        new Network.Limits(Duration.ofSeconds(5), whole, 16 * 1024),
                        "Alertmanager/0.34.0",
                        environment,
                        InstantSource.fixed(NOW)));
    }

    public static Defaults defaults(Map<String, String> texts) {
        return defaults(texts, NETWORK);
    }

    private static Defaults defaults(Map<String, String> texts, Network network) {
        return new Defaults(
                HttpSettings.DEFAULT,
                Tls.DEFAULT,
                texts,
                Path.of("/nowhere"),
                "http://am.example:9093",
                network,
                WORDING);
    }

    public static Notifier read(IntegrationKind kind, Map<String, String> global, String yaml) {
        return read(kind, defaults(global), yaml);
    }

    public static Notifier read(IntegrationKind kind, Network network, String yaml) {
        return read(kind, defaults(Map.of(), network), yaml);
    }

    private static Notifier read(IntegrationKind kind, Defaults defaults, String yaml) {
        var problems = new Problems();
        Notifier notifier = read(kind, defaults, yaml, problems);
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.report());
        }
        return notifier;
    }

    public static Notifier read(
            IntegrationKind kind, Map<String, String> global, String yaml, Problems problems) {
        return read(kind, defaults(global), yaml, problems);
    }

    private static Notifier read(
            IntegrationKind kind, Defaults defaults, String yaml, Problems problems) {
        var node = YamlReader.read("alertmanager.yml", yaml, problems).orElseThrow();
        Fields fields = Fields.of(node, problems);
        fields.bool("send_resolved");
        return kind.read(fields, defaults);
    }

    /// The problems of settings, one a line.
    public static String problems(IntegrationKind kind, String yaml) {
        var problems = new Problems();
        read(kind, Map.of(), yaml, problems);
        return problems.report();
    }

    public static Alert firing(String instance) {
        return alert(instance, NOW.plusSeconds(300));
    }

    public static Alert resolved(String instance) {
        return alert(instance, NOW.minusSeconds(20));
    }

    private static Alert alert(String instance, Instant endsAt) {
        return new Alert(
                Labels.of(
                        Map.of(
                                "alertname", "HighCPU",
                                "instance", instance,
                                "job", "node",
                                "severity", "critical")),
                Labels.of(Map.of("summary", "CPU high on " + instance)),
                NOW.minusSeconds(3600),
                endsAt,
                NOW,
                "http://prom/graph?g0.expr=up",
                false);
    }

    public static Notification notification(Alert... alerts) {
        return notification(Map.of(), alerts);
    }

    public static Notification notification(Map<String, String> receiverData, Alert... alerts) {
        return new Notification(
                "{}:{alertname=\"HighCPU\"}",
                "team.x",
                Labels.of(Map.of("alertname", "HighCPU", "team", "sre")),
                Labels.EMPTY,
                List.of(alerts),
                "first notification",
                NOW,
                receiverData,
                "0123456789abcdef0123456789abcdef0123456789abcdef");
    }
}

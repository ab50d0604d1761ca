package tocsin.template;

import tocsin.gotemplate.Limits;
import tocsin.labels.Labels;
import tocsin.template.TemplateData.AlertFacts;
import tocsin.template.TemplateData.Facts;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The notification of the specification: one alert of a group fires, one is resolved.
final class Example {
    static final AlertFacts FIRING = alert("a", true);
    static final AlertFacts RESOLVED = alert("b", false);

    private Example() {}

    private static AlertFacts alert(String host, boolean fires) {
        Labels labels =
                Labels.of(
                        Map.of(
                                "alertname", "HighCPU",
                                "instance", host + ":9100",
                                "job", "node",
                                "severity", "critical"));
        return new AlertFacts(
                fires ? "firing" : "resolved",
                labels,
                Labels.of(Map.of("summary", "CPU high on " + host)),
                ZonedDateTime.of(2026, 8, 16, 10, 0, 0, 123_456_789, ZoneOffset.UTC),
                fires
                        ? Optional.empty()
                        : Optional.of(ZonedDateTime.of(2026, 8, 16, 10, 0, 10, 0, ZoneOffset.UTC)),
                "http://prom/graph?g0.expr=up",
                labels.fingerprint().toString());
    }

    static TemplateData of(Labels groupLabels, AlertFacts... alerts) {
        List<AlertFacts> all = List.of(alerts);
        boolean fires = all.stream().anyMatch(alert -> alert.status().equals("firing"));
        return TemplateData.of(
                new Facts(
                        TemplateData.quotedReceiver("team.x"),
                        fires ? "firing" : "resolved",
                        all,
                        "new alerts added",
                        groupLabels,
                        TemplateData.common(all.stream().map(AlertFacts::labels).toList()),
                        TemplateData.common(all.stream().map(AlertFacts::annotations).toList()),
                        Labels.of(Map.of("team", "sre")),
                        "http://am.example:9093"));
    }

    static TemplateData both() {
        return of(Labels.of(Map.of("alertname", "HighCPU")), FIRING, RESOLVED);
    }

    static TemplateData firing() {
        return of(Labels.of(Map.of("alertname", "HighCPU")), FIRING);
    }

    static GoTemplates templates() throws TemplateException {
        return GoTemplates.load(
                List.of(),
                InstantSource.fixed(Instant.parse("2026-08-16T12:00:00Z")),
                Limits.DEFAULT);
    }
}

package tocsin.server.promapi;

import tocsin.labels.Labels;
import tocsin.rules.AlertState;
import tocsin.rules.RuleAlert;
import tocsin.rules.RuleGroupView;
import tocsin.rules.RuleGroupView.RuleView;
import tocsin.rules.RuleSpec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes rules as JSON.
final class RuleWriter {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private RuleWriter() {}

    static void group(JsonOut json, RuleGroupView group, boolean withoutAlerts) {
        json.raw('{');
        json.key("name", true).text(group.spec().name());
        json.key("file", false).text(group.spec().file());
        json.key("rules", false).raw('[');
        boolean first = true;
        for (RuleView rule : group.rules()) {
            json.raw(first ? "{" : ",{");
            switch (rule.spec()) {
                case RuleSpec.Alerting spec -> alerting(json, rule, spec, withoutAlerts);
                case RuleSpec.Recording spec -> recording(json, rule, spec);
            }
            json.raw('}');
            first = false;
        }
        json.raw(']');
        json.key("interval", false).raw(seconds(group.interval()));
        json.key("limit", false).number(group.spec().limit());
        json.key("evaluationTime", false).raw(seconds(group.lastDuration()));
        json.key("lastEvaluation", false).text(time(group.lastEvaluation()));
        json.raw('}');
    }

    private static void alerting(
            JsonOut json, RuleView rule, RuleSpec.Alerting spec, boolean withoutAlerts) {
        json.key("state", true).text(rule.state());
        json.key("name", false).text(spec.name());
        json.key("query", false).text(rule.query());
        json.key("duration", false).raw(seconds(spec.holdFor()));
        json.key("keepFiringFor", false).raw(seconds(spec.keepFiringFor()));
        json.key("labels", false);
        texts(json, spec.labels());
        json.key("annotations", false);
        texts(json, spec.annotations());
        json.key("alerts", false);
        if (withoutAlerts) {
            json.raw("null");
        } else {
            alerts(json, rule.alerts());
        }
        end(json, rule, "alerting");
    }

    private static void recording(JsonOut json, RuleView rule, RuleSpec.Recording spec) {
        json.key("name", true).text(spec.name());
        json.key("query", false).text(rule.query());
        json.key("labels", false);
        texts(json, spec.labels());
        end(json, rule, "recording");
    }

    private static void end(JsonOut json, RuleView rule, String type) {
        json.key("health", false).text(rule.health());
        if (!rule.lastError().isEmpty()) {
            json.key("lastError", false).text(rule.lastError());
        }
        json.key("evaluationTime", false).raw(seconds(rule.lastDuration()));
        json.key("lastEvaluation", false).text(time(rule.lastEvaluation()));
        json.key("type", false).text(type);
    }

    static void alerts(JsonOut json, List<RuleAlert> alerts) {
        json.raw('[');
        boolean first = true;
        for (RuleAlert alert : alerts) {
            json.raw(first ? "{" : ",{");
            json.key("labels", true);
            labels(json, alert.labels());
            json.key("annotations", false);
            labels(json, alert.annotations());
            alert.state().ifPresent(state -> state(json, state));
            json.key("value", false).text(Numbers.exponent(alert.value()));
            json.raw('}');
            first = false;
        }
        json.raw(']');
    }

    private static void state(JsonOut json, AlertState state) {
        String word =
                switch (state) {
                    case AlertState.Pending _ -> "pending";
                    case AlertState.Firing _ -> "firing";
                    case AlertState.Resolved _ -> "inactive";
                };
        json.key("state", false).text(word);
        json.key("activeAt", false).text(state.activeAt().toString());
        if (state instanceof AlertState.Firing firing) {
            firing.keptSince()
                    .ifPresent(since -> json.key("keepFiringSince", false).text(since.toString()));
        }
    }

    /// A label set as an object.
    static void labels(JsonOut json, Labels labels) {
        json.raw('{');
        for (int i = 0; i < labels.size(); i++) {
            json.raw(i == 0 ? "" : ",").label(labels.name(i)).raw(':').label(labels.value(i));
        }
        json.raw('}');
    }

    private static void texts(JsonOut json, Map<String, String> texts) {
        labels(json, Labels.of(texts));
    }

    private static String seconds(Duration duration) {
        return Numbers.json(duration.toNanos() / 1e9);
    }

    private static String time(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(NEVER);
    }
}

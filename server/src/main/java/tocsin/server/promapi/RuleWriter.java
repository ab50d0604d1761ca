package tocsin.server.promapi;

import tocsin.labels.Labels;
import tocsin.server.promapi.RuleViews.ActiveAlert;
import tocsin.server.promapi.RuleViews.Alerting;
import tocsin.server.promapi.RuleViews.Evaluation;
import tocsin.server.promapi.RuleViews.Group;
import tocsin.server.promapi.RuleViews.Recording;
import tocsin.server.promapi.RuleViews.Rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Writes rules as JSON.
final class RuleWriter {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private RuleWriter() {}

    static void group(JsonOut json, Group group, boolean withoutAlerts) {
        json.raw('{');
        json.key("name", true).text(group.name());
        json.key("file", false).text(group.file());
        json.key("rules", false).raw('[');
        boolean first = true;
        for (Rule rule : group.rules()) {
            json.raw(first ? "" : ",");
            switch (rule) {
                case Alerting alerting -> alerting(json, alerting, withoutAlerts);
                case Recording recording -> recording(json, recording);
            }
            first = false;
        }
        json.raw(']');
        json.key("interval", false).raw(seconds(group.interval()));
        json.key("limit", false).number(group.limit());
        json.key("evaluationTime", false).raw(seconds(group.evaluationTime()));
        json.key("lastEvaluation", false).text(time(group.lastEvaluation()));
        json.raw('}');
    }

    private static void alerting(JsonOut json, Alerting rule, boolean withoutAlerts) {
        Evaluation evaluation = rule.evaluation();
        json.raw('{');
        json.key("state", true).text(rule.state());
        json.key("name", false).text(evaluation.name());
        json.key("query", false).text(evaluation.query());
        json.key("duration", false).raw(seconds(rule.holdFor()));
        json.key("keepFiringFor", false).raw(seconds(rule.keepFiringFor()));
        json.key("labels", false);
        labels(json, evaluation.labels());
        json.key("annotations", false);
        labels(json, rule.annotations());
        json.key("alerts", false);
        if (withoutAlerts) {
            json.raw("null");
        } else {
            alerts(json, rule.alerts());
        }
        end(json, evaluation, "alerting");
    }

    private static void recording(JsonOut json, Recording rule) {
        Evaluation evaluation = rule.evaluation();
        json.raw('{');
        json.key("name", true).text(evaluation.name());
        json.key("query", false).text(evaluation.query());
        json.key("labels", false);
        labels(json, evaluation.labels());
        end(json, evaluation, "recording");
    }

    private static void end(JsonOut json, Evaluation evaluation, String type) {
        json.key("health", false).text(evaluation.health());
        if (!evaluation.lastError().isEmpty()) {
            json.key("lastError", false).text(evaluation.lastError());
        }
        json.key("evaluationTime", false).raw(seconds(evaluation.evaluationTime()));
        json.key("lastEvaluation", false).text(time(evaluation.lastEvaluation()));
        json.key("type", false).text(type);
        json.raw('}');
    }

    static void alerts(JsonOut json, List<ActiveAlert> alerts) {
        json.raw('[');
        boolean first = true;
        for (ActiveAlert alert : alerts) {
            json.raw(first ? "{" : ",{");
            json.key("labels", true);
            labels(json, alert.labels());
            json.key("annotations", false);
            labels(json, alert.annotations());
            json.key("state", false).text(alert.state());
            json.key("activeAt", false).text(alert.activeAt().toString());
            alert.keepFiringSince()
                    .ifPresent(since -> json.key("keepFiringSince", false).text(since.toString()));
            json.key("value", false).text(Numbers.exponent(alert.value()));
            json.raw('}');
            first = false;
        }
        json.raw(']');
    }

    /// A label set as an object.
    static void labels(JsonOut json, Labels labels) {
        json.raw('{');
        for (int i = 0; i < labels.size(); i++) {
            json.raw(i == 0 ? "" : ",").label(labels.name(i)).raw(':').label(labels.value(i));
        }
        json.raw('}');
    }

    private static String seconds(Duration duration) {
        return Numbers.json(duration.toNanos() / 1e9);
    }

    private static String time(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(NEVER);
    }
}

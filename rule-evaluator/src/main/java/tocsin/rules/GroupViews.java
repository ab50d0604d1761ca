package tocsin.rules;

import tocsin.rules.RuleGroupView.EvaluationView;
import tocsin.rules.RuleGroupView.RuleView;

import java.util.List;

/// Groups as they are seen from outside. On the rules loop.
final class GroupViews {
    private GroupViews() {}

    static RuleGroupView of(RuleGroup group, AlertingRules alerting) {
        return new RuleGroupView(
                group.spec(),
                group.interval(),
                group.rules().stream().map(rule -> of(rule, alerting)).toList(),
                group.lastEvaluation(),
                group.lastDuration());
    }

    private static RuleView of(Rule rule, AlertingRules alerting) {
        List<RuleAlert> alerts =
                rule.spec() instanceof RuleSpec.Alerting ? alerting.active(rule) : List.of();
        return new RuleView(
                rule.spec(),
                rule.expression().canonical(),
                state(rule, alerts),
                rule.health().word(),
                rule.lastError(),
                rule.lastEvaluation(),
                rule.lastDuration(),
                alerts,
                rule.ledger().newestFirst().stream().map(GroupViews::of).toList());
    }

    private static EvaluationView of(Ledger.Evaluation evaluation) {
        return new EvaluationView(
                evaluation.due(),
                evaluation.lateness(),
                evaluation.took(),
                evaluation.series(),
                evaluation.error());
    }

    private static String state(Rule rule, List<RuleAlert> alerts) {
        boolean firing =
                alerts.stream()
                        .anyMatch(alert -> alert.state().orElse(null) instanceof AlertState.Firing);
        if (firing) {
            return "firing";
        }
        if (!alerts.isEmpty()) {
            return "pending";
        }
        return rule.lastEvaluation().isPresent() ? "inactive" : "unknown";
    }
}

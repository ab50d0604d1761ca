package tocsin.rules;

import tocsin.rules.RuleGroupView.EvaluationView;
import tocsin.rules.RuleGroupView.History;
import tocsin.rules.RuleGroupView.RuleView;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Groups as they are seen from outside. On the rules loop.
final class GroupViews {
    private GroupViews() {}

    static RuleGroupView of(RuleGroup group, RuleContext context) {
        group.recall();
        return new RuleGroupView(
                group.spec(),
                group.interval(),
                group.rules().stream().map(rule -> of(rule, context.alerting())).toList(),
                evaluated(group, context).map(RuleGroupMark::slot).or(group::lastEvaluation),
                evaluated(group, context).map(RuleGroupMark::took).orElse(group.lastDuration()),
                context.marks().of(group.spec().key()).map(RuleGroupMark::ticks).orElse(List.of()));
    }

    /// The mark of a group, when it is ahead of what this member evaluated.
    private static Optional<RuleGroupMark> evaluated(RuleGroup group, RuleContext context) {
        Instant here = group.lastEvaluation().orElse(Instant.MIN);
        return context.marks().of(group.spec().key()).filter(mark -> mark.slot().isAfter(here));
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
                new History(
                        rule.ledger().newestFirst().stream().map(GroupViews::of).toList(),
                        rule.matchedNothing(),
                        rule.lastFired()));
    }

    private static EvaluationView of(Ledger.Evaluation evaluation) {
        return new EvaluationView(
                evaluation.due(),
                evaluation.started(),
                evaluation.took(),
                evaluation.samplesIn(),
                evaluation.seriesOut(),
                evaluation.error(),
                evaluation.skipped());
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

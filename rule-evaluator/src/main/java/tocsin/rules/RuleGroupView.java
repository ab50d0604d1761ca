package tocsin.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A group as seen from outside, at one moment.
public record RuleGroupView(
        RuleGroupSpec spec,
        Duration interval,
        List<RuleView> rules,
        Optional<Instant> lastEvaluation,
        Duration lastDuration) {
    /// Copies the rules.
    public RuleGroupView {
        rules = List.copyOf(rules);
    }

    /// A rule as seen from outside.
    ///
    /// @param query the expression as the printer writes it
    /// @param state `firing`, `pending`, `inactive` or `unknown`; of an alerting rule
    /// @param health `ok`, `err` or `unknown`
    /// @param lastError empty when the last evaluation went well
    /// @param alerts those that are not over; of an alerting rule
    /// @param evaluations the last ones, newest first
    public record RuleView(
            RuleSpec spec,
            String query,
            String state,
            String health,
            String lastError,
            Optional<Instant> lastEvaluation,
            Duration lastDuration,
            List<RuleAlert> alerts,
            List<EvaluationView> evaluations) {
        /// Copies the lists.
        public RuleView {
            alerts = List.copyOf(alerts);
            evaluations = List.copyOf(evaluations);
        }
    }

    /// One evaluation of a rule, for the ledger.
    ///
    /// @param due the slot, which is also the time asked about
    /// @param lateness how long after its slot it began
    /// @param error empty when it went well
    public record EvaluationView(
            Instant due, Duration lateness, Duration took, int series, String error) {}
}

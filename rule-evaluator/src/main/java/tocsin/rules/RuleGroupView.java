package tocsin.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A group as seen from outside, at one moment.
///
/// @param ticks the last slots that were evaluated or passed over, on whatever member
public record RuleGroupView(
        RuleGroupSpec spec,
        Duration interval,
        List<RuleView> rules,
        Optional<Instant> lastEvaluation,
        Duration lastDuration,
        List<RuleGroupMark.Tick> ticks) {
    /// Copies the lists.
    public RuleGroupView {
        rules = List.copyOf(rules);
        ticks = List.copyOf(ticks);
    }

    /// The same with some of its rules.
    public RuleGroupView with(List<RuleView> others) {
        return new RuleGroupView(spec, interval, others, lastEvaluation, lastDuration, ticks);
    }

    /// A rule as seen from outside.
    ///
    /// @param query the expression as the printer writes it
    /// @param state `firing`, `pending`, `inactive` or `unknown`; of an alerting rule
    /// @param health `ok`, `err` or `unknown`
    /// @param lastError empty when the last evaluation went well
    /// @param alerts those that are not over; of an alerting rule
    public record RuleView(
            RuleSpec spec,
            String query,
            String state,
            String health,
            String lastError,
            Optional<Instant> lastEvaluation,
            Duration lastDuration,
            List<RuleAlert> alerts,
            History history) {
        /// Copies the list.
        public RuleView {
            alerts = List.copyOf(alerts);
        }
    }

    /// What is remembered of a rule.
    ///
    /// @param evaluations the last ones on this member, newest first
    /// @param matchedNothing whether its selectors found nothing in any of them
    /// @param lastFired when an alert of it last fired, as far as is known
    public record History(
            List<EvaluationView> evaluations, boolean matchedNothing, Optional<Instant> lastFired) {
        /// Nothing.
        public static final History NONE = new History(List.of(), false, Optional.empty());

        /// Copies the list.
        public History {
            evaluations = List.copyOf(evaluations);
        }
    }

    /// One evaluation of a rule, or the reason why there was none, for the ledger.
    ///
    /// @param due the slot, which is also the time asked about
    /// @param samplesIn how many samples were read, where that is known
    /// @param error empty when it went well
    /// @param skipped why it was not evaluated; empty when it was
    public record EvaluationView(
            Instant due,
            Instant started,
            Duration took,
            OptionalLong samplesIn,
            int seriesOut,
            String error,
            String skipped) {
        /// How long after its slot it began.
        public Duration lateness() {
            return Duration.between(due, started);
        }
    }
}

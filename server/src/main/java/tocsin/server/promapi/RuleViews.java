package tocsin.server.promapi;

import tocsin.labels.Labels;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the API asks of the rules: all groups as they are now, of every member's.
@FunctionalInterface
public interface RuleViews {
    /// The groups in no order that means anything. Blocks until the rules' loop has answered.
    List<Group> groups() throws InterruptedException;

    /// A rule group.
    ///
    /// @param lastEvaluation empty before the first
    record Group(
            String file,
            String name,
            Duration interval,
            int limit,
            List<Rule> rules,
            Duration evaluationTime,
            Optional<Instant> lastEvaluation) {
        /// Copies the rules.
        public Group {
            rules = List.copyOf(rules);
        }
    }

    /// What every rule has.
    ///
    /// @param query in canonical form
    /// @param health `ok`, `err` or `unknown`
    /// @param lastError empty when the last evaluation went well
    record Evaluation(
            String name,
            String query,
            Labels labels,
            String health,
            String lastError,
            Duration evaluationTime,
            Optional<Instant> lastEvaluation) {}

    /// A rule.
    sealed interface Rule {
        /// What every rule has.
        Evaluation evaluation();
    }

    /// A rule that records.
    record Recording(Evaluation evaluation) implements Rule {}

    /// A rule that alerts.
    ///
    /// @param state `firing`, `pending`, `inactive` or `unknown`
    record Alerting(
            Evaluation evaluation,
            String state,
            Duration holdFor,
            Duration keepFiringFor,
            Labels annotations,
            List<ActiveAlert> alerts)
            implements Rule {
        /// Copies the alerts.
        public Alerting {
            alerts = List.copyOf(alerts);
        }
    }

    /// An alert of a rule that is pending or firing.
    ///
    /// @param keepFiringSince set while it fires only because it is kept firing
    record ActiveAlert(
            Labels labels,
            Labels annotations,
            String state,
            Instant activeAt,
            Optional<Instant> keepFiringSince,
            double value) {}
}

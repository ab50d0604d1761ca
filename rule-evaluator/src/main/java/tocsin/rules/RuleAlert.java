package tocsin.rules;

import tocsin.labels.Labels;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One alert of a rule with everything that must outlive a restart.
///
/// @param annotations expanded; an annotation that expands to nothing is not kept here
/// @param lastSentAt when it was last handed to the pipeline
/// @param evaluatedAt the evaluation that this was the result of
/// @param state empty once the alert is forgotten: a tombstone, so that no member keeps it alive
public record RuleAlert(
        Labels labels,
        Labels annotations,
        double value,
        Optional<AlertState> state,
        Optional<Instant> lastSentAt,
        Instant evaluatedAt) {

    RuleAlert evaluated(Optional<AlertState> next, Instant at) {
        return new RuleAlert(labels, annotations, value, next, lastSentAt, at);
    }

    RuleAlert sent(Instant at) {
        return new RuleAlert(labels, annotations, value, state, Optional.of(at), evaluatedAt);
    }

    /// Whether the alert must be handed on at `at`: never while pending, at once when it ended
    /// after it was last sent, and else when the resend delay is strictly exceeded.
    boolean needsSending(Instant at, Duration resendDelay) {
        return state.map(known ->
                        switch (known) {
                            case AlertState.Pending _ -> false;
                            case AlertState.Firing _ -> due(at, resendDelay);
                            case AlertState.Resolved resolved ->
                                    lastSentAt.filter(resolved.resolvedAt()::isAfter).isPresent()
                                            || due(at, resendDelay);
                        })
                .orElse(false);
    }

    private boolean due(Instant at, Duration resendDelay) {
        return lastSentAt.map(sent -> sent.plus(resendDelay).isBefore(at)).orElse(true);
    }
}

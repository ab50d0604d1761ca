package tocsin.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The life of one alert of a rule.
///
/// | from     | condition holds                                   | condition gone                              |
/// |----------|---------------------------------------------------|---------------------------------------------|
/// | nothing  | Pending, or Firing when `for` is zero             | nothing                                     |
/// | Pending  | Firing once `for` has elapsed since `activeAt`    | nothing                                     |
/// | Firing   | Firing; Pending again when `for` was raised above | Resolved once `keep_firing_for` has elapsed |
/// | Resolved | as from nothing                                   | nothing, 15 minutes after its end           |
///
/// A resolved alert is kept for a while so that its end can be told again to whoever missed it.
public sealed interface AlertState {
    /// For how long the end of an alert is told again.
    Duration RESOLVED_RETENTION = Duration.ofMinutes(15);

    /// Since when the condition has held without a break.
    Instant activeAt();

    /// The condition holds, not yet for long enough.
    record Pending(Instant activeAt) implements AlertState {}

    /// The alert fires. `keptSince` is when the condition was first gone, while `keep_firing_for`
    /// runs.
    record Firing(Instant activeAt, Instant firedAt, Optional<Instant> keptSince)
            implements AlertState {}

    /// The alert is over.
    record Resolved(Instant activeAt, Instant firedAt, Instant resolvedAt) implements AlertState {}

    /// The delays of a rule.
    record Delays(Duration holdFor, Duration keepFiringFor) {}

    /// The same with delays that run begun so much later.
    default AlertState movedBy(Duration by) {
        return switch (this) {
            case Pending(Instant activeAt) -> new Pending(activeAt.plus(by));
            case Firing firing ->
                    new Firing(
                            firing.activeAt(),
                            firing.firedAt(),
                            firing.keptSince().map(since -> since.plus(by)));
            case Resolved resolved -> resolved;
        };
    }

    /// The state after an evaluation at `at`; empty when the alert is forgotten.
    static Optional<AlertState> next(
            Optional<AlertState> state, boolean holds, Instant at, Delays delays) {
        return holds ? Optional.of(held(state, at, delays)) : gone(state, at, delays);
    }

    private static AlertState held(Optional<AlertState> state, Instant at, Delays delays) {
        Instant activeAt =
                state.filter(known -> !(known instanceof Resolved))
                        .map(AlertState::activeAt)
                        .orElse(at);
        if (Duration.between(activeAt, at).compareTo(delays.holdFor()) < 0) {
            return new Pending(activeAt);
        }
        Instant firedAt =
                state.flatMap(known ->
                                known instanceof Firing firing
                                        ? Optional.of(firing.firedAt())
                                        : Optional.empty())
                        .orElse(at);
        return new Firing(activeAt, firedAt, Optional.empty());
    }

    private static Optional<AlertState> gone(
            Optional<AlertState> state, Instant at, Delays delays) {
        return state.flatMap(known ->
                switch (known) {
                    case Pending _ -> Optional.empty();
                    case Firing firing -> Optional.of(lingered(firing, at, delays));
                    case Resolved resolved -> {
                        Duration over = Duration.between(resolved.resolvedAt(), at);
                        yield over.compareTo(RESOLVED_RETENTION) > 0
                                ? Optional.empty()
                                : Optional.of(resolved);
                    }
                });
    }

    private static AlertState lingered(Firing firing, Instant at, Delays delays) {
        Instant since = firing.keptSince().orElse(at);
        if (Duration.between(since, at).compareTo(delays.keepFiringFor()) < 0) {
            return new Firing(firing.activeAt(), firing.firedAt(), Optional.of(since));
        }
        return new Resolved(firing.activeAt(), firing.firedAt(), at);
    }
}

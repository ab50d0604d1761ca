package tocsin.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a destination does, as this member has seen it.
///
/// @param attempts how many there were
/// @param failures how many have failed since the last success
/// @param latency how long the last attempt took
public record Health(
        Optional<Instant> lastSuccess,
        Optional<Failure> lastFailure,
        long attempts,
        long failures,
        Duration latency) {
    /// Before the first attempt.
    public static final Health UNKNOWN =
            new Health(Optional.empty(), Optional.empty(), 0, 0, Duration.ZERO);

    /// A failed attempt.
    ///
    /// @param reason in the words of upstream's metric
    /// @param cause in the provider's words, without secrets
    public record Failure(Instant at, String reason, String cause) {}

    Health succeeded(Instant at, Duration took) {
        return new Health(Optional.of(at), lastFailure, attempts + 1, 0, took);
    }

    Health failed(Failure failure, Duration took) {
        return new Health(lastSuccess, Optional.of(failure), attempts + 1, failures + 1, took);
    }
}

package tocsin.notify;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait between attempts: half a second, half as much again each time, at most a
/// minute, each time up to half more or less so that members do not beat in step.
final class Backoff {
    private static final double FIRST_SECONDS = 0.5;
    private static final double FACTOR = 1.5;
    private static final double SPREAD = 0.5;
    private static final double LONGEST_SECONDS = 60;

    private final RandomGenerator chance;
    private double seconds;

    /// A back-off after so many attempts.
    Backoff(RandomGenerator chance, int attempts) {
        this.chance = chance;
        this.seconds = Math.min(LONGEST_SECONDS, FIRST_SECONDS * Math.pow(FACTOR, attempts));
    }

    /// Some part of the pause that comes next.
    Duration part() {
        return Duration.ofMillis((long) (1000 * seconds * chance.nextDouble()));
    }

    /// The next pause; no shorter than what the other side asked for.
    Duration next(Duration asked) {
        double spread = 1 - SPREAD + 2 * SPREAD * chance.nextDouble();
        var pause = Duration.ofMillis((long) (1000 * seconds * spread));
        seconds = Math.min(LONGEST_SECONDS, seconds * FACTOR);
        return asked.compareTo(pause) > 0 ? asked : pause;
    }
}

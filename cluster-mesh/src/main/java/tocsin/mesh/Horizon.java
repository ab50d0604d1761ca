package tocsin.mesh;

import java.time.Duration;
import java.time.Instant;

/// The minute by whose end things are over and forgotten. It follows the wall clock, but not in
/// leaps: a clock that jumps ahead must not make a member forget what lives. It goes on at its own
/// pace then, and takes the wall clock for true only after an hour.
///
/// A clock that jumps back is followed at once, as otherwise what is written under it would be over
/// before it began.
final class Horizon {
    private static final long MOST_AT_ONCE = 5;
    private static final Duration PATIENCE = Duration.ofHours(1);

    private long minute;
    private long sinceNanos;
    private long aheadSinceNanos;
    private boolean ahead;

    /// A horizon at a minute since 1970, at a monotonic time.
    Horizon(long minute, long nowNanos) {
        this.minute = minute;
        this.sinceNanos = nowNanos;
    }

    static long minuteOf(Instant wall) {
        return Math.floorDiv(wall.getEpochSecond(), 60L);
    }

    /// The first minute by whose end something that ends then is over.
    static long overBy(Instant end) {
        if (end.equals(Instant.MAX)) {
            return Long.MAX_VALUE;
        }
        long seconds = end.getEpochSecond() + (end.getNano() > 0 ? 1 : 0);
        return Math.ceilDiv(seconds, 60L);
    }

    long minute() {
        return minute;
    }

    /// Whether the wall clock is far ahead, and not believed.
    boolean isHeldBack() {
        return ahead;
    }

    /// Moves on. Whether the minute changed.
    boolean advance(Instant wall, long nowNanos) {
        long before = minute;
        long target = minuteOf(wall);
        long passed = Duration.ofNanos(nowNanos - sinceNanos).toMinutes();
        if (target <= minute + MOST_AT_ONCE + passed) {
            move(target, nowNanos);
            ahead = false;
        } else if (!ahead) {
            ahead = true;
            aheadSinceNanos = nowNanos;
        } else if (nowNanos - aheadSinceNanos >= PATIENCE.toNanos()) {
            move(target, nowNanos);
            ahead = false;
        } else if (passed > 0) {
            minute += passed;
            sinceNanos += Duration.ofMinutes(passed).toNanos();
        }
        return minute != before;
    }

    private void move(long to, long nowNanos) {
        if (to != minute) {
            minute = to;
            sinceNanos = nowNanos;
        }
    }
}

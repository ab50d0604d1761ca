package tocsin.outbox;

import java.time.Duration;
import java.time.Instant;

/// A bucket of tokens, kept as the one moment at which it would be full again (the generic cell
/// rate algorithm). The rate is that of all members together: each takes its share of it, for each
/// is first in line for as many groups.
final class Pace {
    private final Terms.Rate rate;
    private Instant fullAt = Instant.EPOCH;
    private Duration lastInterval = Duration.ZERO;

    Pace(Terms.Rate rate) {
        this.rate = rate;
    }

    /// How long until a token may be taken.
    Duration wait(Instant now, int members) {
        Duration interval = interval(members);
        Duration burst = interval.multipliedBy(rate.burst());
        Instant from = fullAt.isAfter(now) ? fullAt : now;
        Duration wait = Duration.between(now, from.plus(interval).minus(burst));
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    void take(Instant now, int members) {
        lastInterval = interval(members);
        fullAt = (fullAt.isAfter(now) ? fullAt : now).plus(lastInterval);
    }

    /// Puts the token back that was taken last: there was nothing to tell.
    void giveBack() {
        fullAt = fullAt.minus(lastInterval);
        lastInterval = Duration.ZERO;
    }

    private Duration interval(int members) {
        return Duration.ofNanos((long) (1e9 / rate.perSecond() * Math.max(1, members)));
    }
}

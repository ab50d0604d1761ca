package tocsin.mesh;

import tocsin.replica.Stamp;

import java.util.concurrent.atomic.AtomicLong;

/// A hybrid logical clock: never goes back, stays near wall time, and is above everything seen.
/// Shared by all maps of a member; thread-safe.
///
/// Stamps of a clock that runs far ahead are not followed, else one member's bad clock would drag
/// all; they are counted instead.
///
/// Kulkarni et al.: *Logical Physical Clocks and Consistent Snapshots* (2014).
final class HybridClock {
    static final long FAR_AHEAD_MILLIS = 5_000;

    private final String member;
    private final AtomicLong last = new AtomicLong();

    HybridClock(String member) {
        this.member = member;
    }

    /// A stamp above all that was seen, and above `over`.
    Stamp next(long wallMillis, long over) {
        long wall = Stamp.of(wallMillis, 0, member).hlc();
        long next = last.updateAndGet(before -> Math.max(before + 1, wall));
        return new Stamp(Math.max(next, over + 1), member);
    }

    /// Takes note of a stamp. Whether it was near enough to be followed.
    boolean observe(Stamp stamp, long wallMillis) {
        if (stamp.millis() > wallMillis + FAR_AHEAD_MILLIS) {
            return false;
        }
        last.accumulateAndGet(stamp.hlc(), Math::max);
        return true;
    }
}

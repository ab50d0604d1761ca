package tocsin.mesh.swim;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/// When to try those that cannot be heard: the dead, and addresses at which no member is known.
/// Often as long as nobody was met; seldom when others may have met them.
final class Reach {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final int RARER = 5;

    private final long slowestNanos;
    private Set<String> seeds = Set.of();
    private long pauseNanos = FIRST.toNanos();
    private long deadAt;
    private long seedsAt;

    Reach(Duration slowest, long nowNanos) {
        this.slowestNanos = slowest.toNanos();
        this.deadAt = nowNanos;
        this.seedsAt = nowNanos;
    }

    /// Where members may be, as it is known now.
    void seeds(Set<String> addresses, long nowNanos) {
        if (!seeds.equals(addresses)) {
            seeds = Set.copyOf(addresses);
            pauseNanos = FIRST.toNanos();
            seedsAt = nowNanos;
        }
    }

    boolean isTimeForTheDead(long nowNanos) {
        if (nowNanos < deadAt) {
            return false;
        }
        deadAt = nowNanos + slowestNanos;
        return true;
    }

    /// The addresses to try now.
    Set<String> missing(Claim self, Roster roster, long nowNanos) {
        if (nowNanos < seedsAt) {
            return Set.of();
        }
        pauseNanos = Math.min(2 * pauseNanos, slowestNanos);
        seedsAt = nowNanos + (roster.members() == 1 ? pauseNanos : RARER * slowestNanos);
        Set<String> missing = new TreeSet<>(seeds);
        missing.remove(self.address());
        roster.all().forEach(other -> missing.remove(other.claim().address()));
        return missing;
    }
}

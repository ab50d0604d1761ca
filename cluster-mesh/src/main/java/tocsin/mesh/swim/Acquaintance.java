package tocsin.mesh.swim;

import java.util.LinkedHashSet;
import java.util.Set;

/// What is known of one other member.
final class Acquaintance {
    private static final int MOST_ACCUSERS = 16;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Set<String> accusers = new LinkedHashSet<>();
    private Claim claim;
    private long sinceNanos;
    private long heardNanos = NEVER;

    Acquaintance(Claim claim, long nowNanos) {
        this.claim = claim;
        take(claim, nowNanos);
    }

    Claim claim() {
        return claim;
    }

    boolean isMember() {
        return claim.standing().isMember();
    }

    boolean is(Standing standing) {
        return claim.standing() == standing;
    }

    /// Believes a claim.
    void take(Claim newer, long nowNanos) {
        claim = newer;
        sinceNanos = nowNanos;
        accusers.clear();
        if (newer.standing() == Standing.SUSPECT) {
            accusers.add(newer.by());
        }
    }

    /// One more accuses it. Whether that is news.
    boolean accuse(String by) {
        return accusers.size() < MOST_ACCUSERS && accusers.add(by);
    }

    /// How many agree with the first accuser.
    int agreeing() {
        return accusers.size() - 1;
    }

    /// For how long it has stood so.
    long ageNanos(long nowNanos) {
        return nowNanos - sinceNanos;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /// Whether it spoke to us itself within a span.
    boolean spokeWithin(long nanos, long nowNanos) {
        return nowNanos - heardNanos < nanos;
    }
}

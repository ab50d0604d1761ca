package tocsin.mesh.swim;

import java.time.Duration;

/// The beats of membership.
///
/// @param probeInterval between rounds of questions
/// @param probeTimeout until a question counts as unanswered; half of it is the target's own, in
///   the other half others ask it too
/// @param gossipInterval between rounds of rumours
/// @param syncInterval between comparisons of all that is known with one member
/// @param reconnectInterval between attempts to reach who is dead or was never met
/// @param missedFor how long the dead are remembered
public record SwimTiming(
        Duration probeInterval,
        Duration probeTimeout,
        Duration gossipInterval,
        Duration syncInterval,
        Duration reconnectInterval,
        Duration missedFor) {

    private static final int SUSPICION_ROUNDS = 3;
    private static final int SUSPICION_STRETCH = 4;

    /// For members in one data centre.
    public static SwimTiming defaults() {
        return new SwimTiming(
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofMillis(200),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                Duration.ofHours(6));
    }

    /// Between looks at what is due.
    Duration tick() {
        long finest = Math.min(probeTimeout.toMillis() / 8, gossipInterval.toMillis() / 2);
        return Duration.ofMillis(Math.clamp(finest, 5, 100));
    }

    /// How long a suspicion may be denied: shortest when as many agree as could be expected, and
    /// longest when nobody does. Grows with the logarithm of the members, as rumours take longer.
    long suspicionNanos(int members, int agreeing, int expected) {
        double shortest =
                SUSPICION_ROUNDS * probeInterval.toNanos() * Math.max(1, Math.log10(members));
        if (agreeing >= expected) {
            return (long) shortest;
        }
        double longest = SUSPICION_STRETCH * shortest;
        double share = Math.log(agreeing + 1.0) / Math.log(expected + 1.0);
        return (long) Math.max(shortest, longest - (longest - shortest) * share);
    }
}

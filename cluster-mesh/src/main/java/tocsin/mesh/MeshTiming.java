package tocsin.mesh;

import java.time.Duration;

/// The beats of replication.
///
/// @param tick between looks at what is unacknowledged
/// @param compareEvery how many ticks lie between comparisons with a peer that was in step
/// @param repeatAfter how long an acknowledgement may take
/// @param confirmWithin how long a write waits for a peer before it is answered all the same
public record MeshTiming(
        Duration tick, int compareEvery, Duration repeatAfter, Duration confirmWithin) {

    /// For members in one data centre.
    public static MeshTiming defaults() {
        return new MeshTiming(
                Duration.ofMillis(250), 20, Duration.ofMillis(750), Duration.ofSeconds(1));
    }
}

package tocsin.mesh;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How far the wall clocks of peers are ahead of this member's. A message only ever makes the
/// other's clock look slow, by its time on the way, so that the largest of the last readings is the
/// best. Thread-safe, as every map's loop reports.
final class Skews {
    private static final int READINGS = 16;

    private final Map<String, long[]> readings = new ConcurrentHashMap<>();
    private final MeshMetrics metrics;

    Skews(MeshMetrics metrics) {
        this.metrics = metrics;
    }

    /// Takes a reading: a peer's clock less ours, when a message came.
    void observe(String peer, long millis) {
        long[] now =
                readings.merge(
                        peer,
                        new long[] {millis},
                        (before, added) -> {
                            int kept = Math.min(before.length, READINGS - 1);
                            long[] after =
                                    Arrays.copyOfRange(
                                            before, before.length - kept, before.length + 1);
                            after[kept] = added[0];
                            return after;
                        });
        metrics.skew.labelValues(peer).set(best(now) / 1e3);
    }

    /// How far a peer is ahead; negative when it is behind, zero when nothing is known.
    Duration of(String peer) {
        long[] known = readings.get(peer);
        return known == null ? Duration.ZERO : Duration.ofMillis(best(known));
    }

    private static long best(long[] readings) {
        return Arrays.stream(readings).max().orElse(0);
    }
}

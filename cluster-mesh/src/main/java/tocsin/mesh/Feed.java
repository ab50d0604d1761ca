package tocsin.mesh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What one peer still has to be told of a map: keys, so that a key that changes often is sent
/// once, as it is then. One delta is under way at a time; unacknowledged, it is sent again under
/// its number, less and less often. At the limit of keys the oldest is dropped, which the next
/// comparison of digests makes good.
final class Feed<K> {
    /// Keys that wait for a peer.
    static final int LIMIT = 200_000;

    private static final int LARGEST_DELTA = 512 << 10;
    private static final int MOST_ENTRIES = 2_000;
    private static final int LONGEST_PATIENCE = 16;
    private static final int SLOWEST_COMPARING = 64;

    private final Map<K, List<Confirmation.Asked>> dirty = new LinkedHashMap<>();
    private Map<K, List<Confirmation.Asked>> underWay = Map.of();
    private List<byte[]> delta = List.of();
    private long number;
    private long sentAtNanos;
    private long behindSinceNanos;
    private int patience = 1;
    private boolean inStep;
    private long compareAtTick;
    private int comparePause = 1;

    /// @param number of the last delta, above all of former lives of this member
    Feed(long number) {
        this.number = number;
    }

    /// Adds a key. Whether another was dropped for it.
    boolean add(K key, long nowNanos) {
        waitingFor(key, nowNanos);
        if (dirty.size() <= LIMIT) {
            return false;
        }
        var oldest = dirty.entrySet().iterator();
        oldest.next().getValue().forEach(Confirmation.Asked::lost);
        oldest.remove();
        inStep = false;
        return true;
    }

    boolean add(K key, Confirmation.Asked asked, long nowNanos) {
        waitingFor(key, nowNanos).add(asked);
        return add(key, nowNanos);
    }

    private List<Confirmation.Asked> waitingFor(K key, long nowNanos) {
        if (isIdle()) {
            behindSinceNanos = nowNanos;
        }
        return dirty.computeIfAbsent(key, _ -> new ArrayList<>(1));
    }

    boolean isIdle() {
        return dirty.isEmpty() && underWay.isEmpty();
    }

    /// Keys that the peer has not acknowledged.
    int waiting() {
        return dirty.size() + underWay.size();
    }

    /// How long the peer has been behind; 0 when it is not.
    long behindNanos(long nowNanos) {
        return isIdle() ? 0 : nowNanos - behindSinceNanos;
    }

    /// Whether both were once seen to hold the same.
    boolean isInStep() {
        return inStep;
    }

    void inStep() {
        inStep = true;
        comparePause = 1;
    }

    /// Whether it is time to compare digests: every `every` ticks with a peer that was in step, and
    /// at once, but less and less often, with one that was not.
    boolean isCompareDue(long tick, int every) {
        if (!isIdle() || tick < compareAtTick) {
            return false;
        }
        compareAtTick = tick + (inStep ? every : comparePause);
        comparePause = Math.min(2 * comparePause, SLOWEST_COMPARING);
        return true;
    }

    /// The next delta; empty when one is under way or there is nothing to tell.
    ///
    /// @param encode gives the entry of a key, or nothing when it was forgotten meanwhile
    List<byte[]> next(long nowNanos, Function<K, byte[]> encode) {
        if (!underWay.isEmpty() || dirty.isEmpty()) {
            return List.of();
        }
        Map<K, List<Confirmation.Asked>> taken = new LinkedHashMap<>();
        var entries = new ArrayList<byte[]>();
        int size = 0;
        var each = dirty.entrySet().iterator();
        while (each.hasNext() && size < LARGEST_DELTA && entries.size() < MOST_ENTRIES) {
            var next = each.next();
            each.remove();
            byte[] entry = encode.apply(next.getKey());
            taken.put(next.getKey(), next.getValue());
            if (entry.length > 0) {
                entries.add(entry);
                size += entry.length;
            }
        }
        underWay = taken;
        delta = entries;
        number++;
        sentAtNanos = nowNanos;
        if (entries.isEmpty()) {
            acknowledged(number, true, nowNanos);
        }
        return entries;
    }

    long number() {
        return number;
    }

    /// The peer has a delta; not `whole` when it could not read all of it, and then nobody may
    /// count on it.
    void acknowledged(long acknowledged, boolean whole, long nowNanos) {
        if (acknowledged == number) {
            underWay.values()
                    .forEach(all ->
                            all.forEach(
                                    whole ? Confirmation.Asked::heard : Confirmation.Asked::lost));
            underWay = Map.of();
            delta = List.of();
            patience = 1;
            behindSinceNanos = nowNanos;
        }
    }

    /// The delta once more when it was not acknowledged for too long; else nothing. What changed
    /// since then waits for the next.
    List<byte[]> again(long nowNanos, long afterNanos) {
        if (underWay.isEmpty() || nowNanos - sentAtNanos < patience * afterNanos) {
            return List.of();
        }
        patience = Math.min(2 * patience, LONGEST_PATIENCE);
        sentAtNanos = nowNanos;
        return delta;
    }

    /// The peer is gone: nobody waits for it any more. What it was not told is kept.
    void pause() {
        underWay.values().forEach(all -> all.forEach(Confirmation.Asked::lost));
        dirty.values().forEach(all -> all.forEach(Confirmation.Asked::lost));
        underWay.keySet().forEach(key -> dirty.put(key, new ArrayList<>(1)));
        dirty.replaceAll((_, _) -> new ArrayList<>(1));
        underWay = Map.of();
        delta = List.of();
        patience = 1;
        inStep = false;
        comparePause = 1;
        compareAtTick = 0;
    }
}

package tocsin.mesh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What one peer still has to be told of a map: keys, so that a key that changes often is sent
/// once, as it is then. One delta is under way at a time; unacknowledged, it is sent again. Bounded
/// by the number of keys.
final class Feed<K> {
    private static final int LARGEST_DELTA = 512 << 10;
    private static final int MOST_ENTRIES = 2_000;

    private final Map<K, List<Confirmation>> dirty = new LinkedHashMap<>();
    private Map<K, List<Confirmation>> underWay = Map.of();
    private long number;
    private long sentAtNanos;
    private boolean inStep;

    void add(K key) {
        dirty.computeIfAbsent(key, _ -> new ArrayList<>(1));
    }

    void add(K key, Confirmation confirmation) {
        confirmation.asked();
        dirty.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(confirmation);
    }

    boolean isIdle() {
        return dirty.isEmpty() && underWay.isEmpty();
    }

    /// Whether both were once seen to hold the same.
    boolean isInStep() {
        return inStep;
    }

    void inStep() {
        inStep = true;
    }

    /// The next delta; empty when one is under way or there is nothing to tell.
    ///
    /// @param encode gives the entry of a key, or nothing when it was forgotten meanwhile
    List<byte[]> next(long nowNanos, Function<K, byte[]> encode) {
        if (!underWay.isEmpty() || dirty.isEmpty()) {
            return List.of();
        }
        Map<K, List<Confirmation>> taken = new LinkedHashMap<>();
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
        number++;
        sentAtNanos = nowNanos;
        if (entries.isEmpty()) {
            acknowledged(number);
        }
        return entries;
    }

    long number() {
        return number;
    }

    void acknowledged(long acknowledged) {
        if (acknowledged == number) {
            underWay.values().forEach(all -> all.forEach(Confirmation::heard));
            underWay = Map.of();
        }
    }

    /// Puts back what was not acknowledged for too long. Whether there was such.
    boolean expire(long nowNanos, long afterNanos) {
        if (underWay.isEmpty() || nowNanos - sentAtNanos < afterNanos) {
            return false;
        }
        underWay.forEach((key, waiting) ->
                dirty.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(waiting));
        underWay = Map.of();
        return true;
    }

    /// The peer is gone: nobody waits for it any more.
    void close() {
        underWay.values().forEach(all -> all.forEach(Confirmation::lost));
        dirty.values().forEach(all -> all.forEach(Confirmation::lost));
        underWay = Map.of();
        dirty.clear();
    }
}

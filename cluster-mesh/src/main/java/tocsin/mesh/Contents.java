package tocsin.mesh;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// The entries of a map by key, by the minute that ends them, and in a digest.
///
/// Members whose clocks differ by minutes forget at different moments, and would find differences
/// for ever. So two members compare what is left at the later horizon of the two: `digestAt` takes
/// what ends before it out of the digest, and puts it back when asked for an earlier one.
final class Contents<K, V> {
    private final Map<K, Held<K, V>> byKey = new HashMap<>();
    private final NavigableMap<Long, Set<Held<K, V>>> byEnd = new TreeMap<>();
    private final DigestTree<Held<K, V>> digest = new DigestTree<>();
    private long cut;

    Contents(long cut) {
        this.cut = cut;
    }

    @Nullable Held<K, V> get(K key) {
        return byKey.get(key);
    }

    int size() {
        return byKey.size();
    }

    Collection<Held<K, V>> all() {
        return byKey.values();
    }

    void put(Held<K, V> held) {
        Held<K, V> before = byKey.put(held.key(), held);
        if (before != null) {
            unlink(before);
        }
        if (held.overBy() != Long.MAX_VALUE) {
            byEnd.computeIfAbsent(held.overBy(), _ -> new HashSet<>()).add(held);
        }
        if (held.overBy() > cut) {
            digest.add(held);
        }
    }

    void remove(Held<K, V> held) {
        byKey.remove(held.key());
        unlink(held);
    }

    private void unlink(Held<K, V> held) {
        Set<Held<K, V>> ending = byEnd.get(held.overBy());
        if (ending != null) {
            ending.remove(held);
            if (ending.isEmpty()) {
                byEnd.remove(held.overBy());
            }
        }
        if (held.overBy() > cut) {
            digest.remove(held);
        }
    }

    /// What is over by a horizon.
    List<Held<K, V>> over(long horizon) {
        var over = new ArrayList<Held<K, V>>();
        byEnd.headMap(horizon, true).values().forEach(over::addAll);
        return over;
    }

    /// The digest of what is not over by a horizon.
    DigestTree<Held<K, V>> digestAt(long horizon) {
        if (horizon > cut) {
            byEnd.subMap(cut, false, horizon, true)
                    .values()
                    .forEach(ending -> ending.forEach(digest::remove));
        } else if (horizon < cut) {
            byEnd.subMap(horizon, false, cut, true)
                    .values()
                    .forEach(ending -> ending.forEach(digest::add));
        }
        cut = horizon;
        return digest;
    }
}

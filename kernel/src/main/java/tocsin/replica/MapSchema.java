package tocsin.replica;

import java.time.Instant;

/// What a replicated map holds, how two writes to one key become one, and how long an entry is
/// kept.
///
/// @param <K> the key
/// @param <V> the value, immutable
public interface MapSchema<K, V> {
    /// The map's name, the same on all members and in all versions.
    String name();

    /// The bytes of keys.
    Codec<K> keys();

    /// The bytes of values.
    Codec<V> values();

    /// Joins two writes to one key. Must be commutative, associative and idempotent. Members call
    /// it with the stamps compared first, so that the default is "the newest wins, ties fall to
    /// content".
    default Versioned<V> merge(Versioned<V> a, Versioned<V> b) {
        int order = a.stamp().compareTo(b.stamp());
        if (order == 0) {
            order =
                    java.util.Arrays.compareUnsigned(
                            values().encode(a.value()), values().encode(b.value()));
        }
        return order >= 0 ? a : b;
    }

    /// From when on an entry may be forgotten, by wall time; `Instant.MAX` for never.
    Instant expiresAt(K key, V value);

    /// Whether a write is refused, and has no effect, while the disk takes none. An alert is worth
    /// having in memory alone; a silence whose author is told that it failed must not mute.
    default boolean isRefusedWithoutDisk() {
        return false;
    }
}

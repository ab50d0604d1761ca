package tocsin.mesh;

import tocsin.replica.MapSchema;
import tocsin.replica.Versioned;

/// An entry on the shelf. Its identity counts, not its content.
///
/// @param <K> the key
/// @param <V> the value
final class Held<K, V> implements DigestTree.Item {
    private final K key;
    private final Versioned<V> entry;
    private final long place;
    private final long hash;
    private final long overBy;

    Held(MapSchema<K, V> schema, K key, Versioned<V> entry, byte[] encoded) {
        this.key = key;
        this.entry = entry;
        this.place = Hash.of(schema.keys().encode(key));
        this.hash = Hash.of(encoded);
        this.overBy = Horizon.overBy(schema.expiresAt(key, entry.value()));
    }

    /// The same key with another value.
    Held(MapSchema<K, V> schema, Held<K, V> before, Versioned<V> entry, byte[] encoded) {
        this.key = before.key;
        this.entry = entry;
        this.place = before.place;
        this.hash = Hash.of(encoded);
        this.overBy = Horizon.overBy(schema.expiresAt(key, entry.value()));
    }

    K key() {
        return key;
    }

    Versioned<V> entry() {
        return entry;
    }

    @Override
    public long place() {
        return place;
    }

    @Override
    public long hash() {
        return hash;
    }

    /// The minute by whose end it is over.
    long overBy() {
        return overBy;
    }
}

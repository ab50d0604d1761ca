package tocsin.mesh;

import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;
import tocsin.replica.Stamp;
import tocsin.replica.Versioned;

/// What is known of a key, as bytes: on disk, on the wire, and for digests.
///
/// @param <K> the key
/// @param <V> the value
sealed interface Entry<K, V> {
    /// For lengths and a stamp.
    int ROOM = 96;

    /// The key.
    K key();

    /// A value that was written.
    record Written<K, V>(K key, Versioned<V> value) implements Entry<K, V> {}

    /// The key was found to be deleted while this member was away; on disk only.
    ///
    /// @param upTo what was written later stands
    record Dropped<K, V>(K key, long upTo) implements Entry<K, V> {}

    static <K, V> byte[] encode(MapSchema<K, V> schema, K key, Versioned<V> entry) {
        byte[] keyBytes = schema.keys().encode(key);
        byte[] value = schema.values().encode(entry.value());
        return new FieldWriter(0, keyBytes.length + value.length + ROOM)
                .block(keyBytes)
                .fixed(entry.stamp().hlc())
                .text(entry.stamp().member())
                .block(value)
                .bytes();
    }

    static <K, V> byte[] encodeDropped(MapSchema<K, V> schema, K key, long upTo) {
        return new FieldWriter(1).block(schema.keys().encode(key)).fixed(upTo).bytes();
    }

    /// Reads an entry back.
    ///
    /// @throws IllegalArgumentException when the bytes are none of this schema
    static <K, V> Entry<K, V> decode(MapSchema<K, V> schema, byte[] bytes) {
        var reader = new FieldReader(bytes, 1);
        K key = schema.keys().decode(reader.block());
        long hlc = reader.fixed();
        if (reader.version() == 1) {
            reader.end();
            return new Dropped<>(key, hlc);
        }
        String member = reader.text();
        byte[] value = reader.block();
        reader.end();
        return new Written<>(
                key, new Versioned<>(schema.values().decode(value), new Stamp(hlc, member)));
    }
}

package tocsin.mesh;

import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;
import tocsin.replica.Stamp;
import tocsin.replica.Versioned;

/// An entry of a map as bytes: on disk, on the wire, and for digests.
final class Entry {
    private static final int FORMAT = 0;

    private Entry() {}

    static <K, V> byte[] encode(MapSchema<K, V> schema, K key, Versioned<V> entry) {
        return new FieldWriter(FORMAT)
                .block(schema.keys().encode(key))
                .fixed(entry.stamp().hlc())
                .text(entry.stamp().member())
                .block(schema.values().encode(entry.value()))
                .bytes();
    }

    /// An entry read back.
    record Decoded<K, V>(K key, Versioned<V> entry) {}

    /// @throws IllegalArgumentException when the bytes are none of this schema
    static <K, V> Decoded<K, V> decode(MapSchema<K, V> schema, byte[] bytes) {
        var reader = new FieldReader(bytes, FORMAT);
        byte[] key = reader.block();
        long hlc = reader.fixed();
        String member = reader.text();
        byte[] value = reader.block();
        reader.end();
        return new Decoded<>(
                schema.keys().decode(key),
                new Versioned<>(schema.values().decode(value), new Stamp(hlc, member)));
    }
}

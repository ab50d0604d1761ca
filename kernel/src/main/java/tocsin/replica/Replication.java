package tocsin.replica;

import tocsin.loop.EventLoop;

/// Opens replicated maps. The product's is the mesh; a single member's keeps everything at home.
public interface Replication {
    /// Opens a map, recovered from disk, on the loop that shall own it. Once per schema.
    <K, V> ReplicatedMap<K, V> open(MapSchema<K, V> schema, EventLoop owner);
}

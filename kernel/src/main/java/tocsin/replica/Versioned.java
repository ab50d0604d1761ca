package tocsin.replica;

/// A value and the stamp of the write that made it.
public record Versioned<V>(V value, Stamp stamp) {}

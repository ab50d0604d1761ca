package tocsin.storage.chunk;

/// How a histogram goes with those already in a chunk.
public enum Fit {
    /// It can be added.
    FITS,
    /// It can be added once the chunk has the buckets of both.
    WIDENS,
    /// The counter began anew: a chunk of its own.
    RESET,
    /// Another kind of histogram: a chunk of its own.
    OTHER
}

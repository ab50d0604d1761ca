package tocsin.storage.chunk;

/// A chunk at the end of a series that still grows. Confined to the owner of its series; what
/// `view` gives may be read by anyone, while more is appended or it begins anew.
public abstract sealed class OpenChunk permits OpenXor, OpenHistogram, OpenFloatHistogram {
    /// The time of the first sample.
    protected long minTime;

    /// The time of the last sample.
    protected long maxTime;

    /// The number of samples.
    protected int count;

    /// Its form.
    public abstract Encoding encoding();

    /// The bytes of its data so far.
    public abstract int bytes();

    /// What it holds now.
    public abstract Chunk view();

    /// What it holds at its end, in no more room than needed.
    public abstract Chunk seal();

    /// The time of the first sample.
    public final long minTime() {
        return minTime;
    }

    /// The time of the last sample.
    public final long maxTime() {
        return maxTime;
    }

    /// The number of samples.
    public final int count() {
        return count;
    }
}

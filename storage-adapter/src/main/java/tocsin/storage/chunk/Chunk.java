package tocsin.storage.chunk;

import tocsin.promql.value.SampleBuffer;
import tocsin.storage.codec.CorruptDataException;

/// A run of samples of one series. The data may be longer than what `count` samples take, for a
/// chunk that is still written is read through this too.
///
/// @param data upstream's payload: the count in two bytes, then the samples; the count here rules
public record Chunk(Encoding encoding, long minTime, long maxTime, int count, byte[] data) {

    /// Whether it may hold samples in a range.
    public boolean overlaps(long fromExclusive, long toInclusive) {
        return maxTime > fromExclusive && minTime <= toInclusive;
    }

    /// Appends the samples in a range to a buffer.
    public void read(long fromExclusive, long toInclusive, SampleBuffer into)
            throws CorruptDataException {
        switch (encoding) {
            case XOR -> XorChunk.read(this, fromExclusive, toInclusive, into);
            case HISTOGRAM, FLOAT_HISTOGRAM ->
                    HistogramChunk.read(this, fromExclusive, toInclusive, into);
        }
    }

    /// A chunk from a file: times and count are found in the data where the file does not say.
    public static Chunk of(Encoding encoding, long minTime, long maxTime, byte[] data)
            throws CorruptDataException {
        if (data.length < 2) {
            throw new CorruptDataException("a chunk of " + data.length + " bytes");
        }
        int count = (data[0] & 0xff) << 8 | (data[1] & 0xff);
        return new Chunk(encoding, minTime, maxTime, count, data);
    }
}

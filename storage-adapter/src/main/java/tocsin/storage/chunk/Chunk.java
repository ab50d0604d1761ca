package tocsin.storage.chunk;

import tocsin.promql.value.SampleBuffer;
import tocsin.storage.codec.CorruptDataException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A run of samples of one series, its data in an array or in a file that is mapped.
public final class Chunk {
    private static final byte[] ELSEWHERE = {};
    private static final int IN_ARRAY = -1;

    private final Encoding encoding;
    private final long minTime;
    private final long maxTime;
    private final int count;
    private final byte[] array;
    private final MemorySegment file;
    private final int offset;
    private final int size;

    /// A chunk in memory.
    ///
    /// @param data upstream's payload: the count in two bytes, then the samples; the count here
    ///   rules
    public Chunk(Encoding encoding, long minTime, long maxTime, int count, byte[] data) {
        this(encoding, minTime, maxTime, count, data, MemorySegment.NULL, IN_ARRAY, data.length);
    }

    @SuppressWarnings("TooManyParameters") // All fields of it.
    private Chunk(
            Encoding encoding,
            long minTime,
            long maxTime,
            int count,
            byte[] array,
            MemorySegment file,
            int offset,
            int size) {
        this.encoding = encoding;
        this.minTime = minTime;
        this.maxTime = maxTime;
        this.count = count;
        this.array = array;
        this.file = file;
        this.offset = offset;
        this.size = size;
    }

    /// A chunk from a file: the count is found in the data.
    public static Chunk of(Encoding encoding, long minTime, long maxTime, byte[] data)
            throws CorruptDataException {
        if (data.length < 2) {
            throw new CorruptDataException("a chunk of " + data.length + " bytes");
        }
        int count = (data[0] & 0xff) << 8 | (data[1] & 0xff);
        return new Chunk(encoding, minTime, maxTime, count, data);
    }

    /// The same chunk, whose data was written to a place of a file.
    public Chunk in(MemorySegment mapped, int at) {
        return new Chunk(encoding, minTime, maxTime, count, ELSEWHERE, mapped, at, size);
    }

    /// Its form.
    public Encoding encoding() {
        return encoding;
    }

    /// The time of the first sample.
    public long minTime() {
        return minTime;
    }

    /// The time of the last sample.
    public long maxTime() {
        return maxTime;
    }

    /// How many samples it has.
    public int count() {
        return count;
    }

    /// The bytes of its data.
    public int size() {
        return size;
    }

    /// Whether its data is in a file.
    public boolean isMapped() {
        return offset != IN_ARRAY;
    }

    /// Its data, not to be changed.
    ///
    /// @throws CorruptDataException when the file was let go meanwhile
    public byte[] data() throws CorruptDataException {
        if (!isMapped()) {
            return array;
        }
        byte[] copy = new byte[size];
        try {
            MemorySegment.copy(file, ValueLayout.JAVA_BYTE, offset, copy, 0, size);
        } catch (IllegalStateException e) {
            throw new CorruptDataException("a chunk that the head let go while it was read", e);
        }
        return copy;
    }

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
}

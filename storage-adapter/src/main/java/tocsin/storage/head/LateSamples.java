package tocsin.storage.head;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.chunk.IntHistogram;

import java.util.Arrays;

/// The samples of one series that came behind its end, sorted by time. Few by nature, so a sorted
/// array does. Confined to the owner of the series; `copy` is for readers.
final class LateSamples {
    private long[] timestamps;
    private long[] bits;
    private @Nullable Object[] histograms;
    private int size;

    LateSamples() {
        this(new long[4], new long[4], new Object[4], 0);
    }

    private LateSamples(long[] timestamps, long[] bits, @Nullable Object[] histograms, int size) {
        this.timestamps = timestamps;
        this.bits = bits;
        this.histograms = histograms;
        this.size = size;
    }

    /// Adds a sample, unless the time is taken.
    ///
    /// @param histogram an integer or float histogram; null for a float
    boolean insert(long timestamp, long valueBits, @Nullable Object histogram) {
        int found = Arrays.binarySearch(timestamps, 0, size, timestamp);
        if (found >= 0) {
            return false;
        }
        int at = -found - 1;
        if (size == timestamps.length) {
            timestamps = Arrays.copyOf(timestamps, 2 * size);
            bits = Arrays.copyOf(bits, 2 * size);
            histograms = Arrays.copyOf(histograms, 2 * size);
        }
        System.arraycopy(timestamps, at, timestamps, at + 1, size - at);
        System.arraycopy(bits, at, bits, at + 1, size - at);
        System.arraycopy(histograms, at, histograms, at + 1, size - at);
        timestamps[at] = timestamp;
        bits[at] = valueBits;
        histograms[at] = histogram;
        size++;
        return true;
    }

    int size() {
        return size;
    }

    long timestamp(int index) {
        return timestamps[index];
    }

    double value(int index) {
        return Double.longBitsToDouble(bits[index]);
    }

    @Nullable Object histogram(int index) {
        return histograms[index];
    }

    LateSamples copy() {
        return new LateSamples(timestamps.clone(), bits.clone(), histograms.clone(), size);
    }

    /// What is left once others are written elsewhere; null when nothing is.
    @Nullable LateSamples without(LateSamples written) {
        var left = new LateSamples();
        for (int i = 0; i < size; i++) {
            if (Arrays.binarySearch(written.timestamps, 0, written.size, timestamps[i]) < 0) {
                left.insert(timestamps[i], bits[i], histograms[i]);
            }
        }
        return left.size == 0 ? null : left;
    }

    /// What is left once a range is deleted; null when nothing is.
    @Nullable LateSamples without(Deletion deleted) {
        var left = new LateSamples();
        for (int i = 0; i < size; i++) {
            if (!deleted.holds(timestamps[i])) {
                left.insert(timestamps[i], bits[i], histograms[i]);
            }
        }
        return left.size == 0 ? null : left;
    }

    /// The samples before a time.
    LateSamples before(long timestamp) {
        LateSamples rest = from(timestamp);
        int kept = size - (rest == null ? 0 : rest.size);
        return new LateSamples(
                Arrays.copyOf(timestamps, kept),
                Arrays.copyOf(bits, kept),
                Arrays.copyOf(histograms, kept),
                kept);
    }

    /// What is left without the samples before a time; null when nothing is.
    @Nullable LateSamples from(long timestamp) {
        int at = Arrays.binarySearch(timestamps, 0, size, timestamp);
        int first = at >= 0 ? at : -at - 1;
        if (first == size) {
            return null;
        }
        return first == 0
                ? this
                : new LateSamples(
                        Arrays.copyOfRange(timestamps, first, size),
                        Arrays.copyOfRange(bits, first, size),
                        Arrays.copyOfRange(histograms, first, size),
                        size - first);
    }

    void read(long fromExclusive, long toInclusive, SampleBuffer into) {
        for (int i = 0; i < size; i++) {
            if (timestamps[i] > fromExclusive && timestamps[i] <= toInclusive) {
                switch (histograms[i]) {
                    case IntHistogram integers -> into.add(timestamps[i], integers.toFloat());
                    case FloatHistogram floats -> into.add(timestamps[i], floats);
                    case null, default -> into.add(timestamps[i], value(i));
                }
            }
        }
    }
}

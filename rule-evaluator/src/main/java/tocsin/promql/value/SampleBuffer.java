package tocsin.promql.value;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/// Samples of one series as columns: timestamps ascending, each with a float or a histogram. Grows
/// as needed and is used again for the next series, so that reading allocates nothing in the steady
/// state.
public final class SampleBuffer {
    /// Where a column has no sample at a step: a NaN that no computation gives.
    public static final double NO_VALUE = Double.longBitsToDouble(0x7ff8_0ab5_e000_0001L);

    private long[] timestamps = new long[256];
    private double[] values = new double[256];
    private long @Nullable [] startTimestamps;
    private @Nullable FloatHistogram @Nullable [] histograms;
    private int size;

    /// Forgets the samples, and keeps the room.
    public void clear() {
        if (histograms != null) {
            Arrays.fill(histograms, 0, Math.min(size, histograms.length), null);
        }
        if (startTimestamps != null) {
            Arrays.fill(startTimestamps, 0, Math.min(size, startTimestamps.length), 0L);
        }
        size = 0;
    }

    /// Adds a float sample; `timestampMillis` must be above the last.
    public void add(long timestampMillis, double value) {
        if (size == timestamps.length) {
            grow();
        }
        timestamps[size] = timestampMillis;
        values[size++] = value;
    }

    /// Adds a histogram sample; `timestampMillis` must be above the last.
    public void add(long timestampMillis, FloatHistogram histogram) {
        add(timestampMillis, histogram.sum());
        if (histograms == null || histograms.length < timestamps.length) {
            histograms =
                    histograms == null
                            ? new FloatHistogram[timestamps.length]
                            : Arrays.copyOf(histograms, timestamps.length);
        }
        Objects.requireNonNull(histograms)[size - 1] = histogram;
    }

    /// Says when the counter of the last sample added began; 0 when not known.
    public void startedAt(long startTimestampMillis) {
        if (startTimestamps == null || startTimestamps.length < timestamps.length) {
            startTimestamps =
                    startTimestamps == null
                            ? new long[timestamps.length]
                            : Arrays.copyOf(startTimestamps, timestamps.length);
        }
        Objects.requireNonNull(startTimestamps)[size - 1] = startTimestampMillis;
    }

    /// Puts another histogram in the place of one.
    public void replace(int index, FloatHistogram histogram) {
        if (histogram(index) == null) {
            throw new IllegalArgumentException("sample " + index + " is no histogram");
        }
        Objects.requireNonNull(histograms)[index] = histogram;
    }

    /// Takes stale markers out: computations never see them.
    public void removeStale() {
        int first = 0;
        while (first < size && !StaleMarker.is(values[first])) {
            first++;
        }
        int kept = first;
        for (int i = first; i < size; i++) {
            if (!StaleMarker.is(values[i])) {
                move(i, kept++);
            }
        }
        for (int i = kept; i < size; i++) {
            if (histograms != null && i < histograms.length) {
                histograms[i] = null;
            }
            if (startTimestamps != null && i < startTimestamps.length) {
                startTimestamps[i] = 0;
            }
        }
        size = kept;
    }

    private void move(int from, int to) {
        timestamps[to] = timestamps[from];
        values[to] = values[from];
        if (histograms != null && to < histograms.length) {
            histograms[to] = histogram(from);
        }
        if (startTimestamps != null && to < startTimestamps.length) {
            startTimestamps[to] = startTimestamp(from);
        }
    }

    private void grow() {
        timestamps = Arrays.copyOf(timestamps, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
    }

    /// The number of samples.
    public int size() {
        return size;
    }

    /// The time of a sample in milliseconds.
    public long timestamp(int index) {
        return timestamps[index];
    }

    /// The value of a float sample; the sum of a histogram.
    public double value(int index) {
        return values[index];
    }

    /// The histogram of a sample; null for a float.
    public @Nullable FloatHistogram histogram(int index) {
        return histograms == null || index >= histograms.length ? null : histograms[index];
    }

    /// When the counter of a sample began, in milliseconds; 0 when not known.
    public long startTimestamp(int index) {
        return startTimestamps == null || index >= startTimestamps.length
                ? 0
                : startTimestamps[index];
    }

    /// Whether any sample says when its counter began.
    public boolean hasStartTimestamps() {
        for (int i = 0; startTimestamps != null && i < size; i++) {
            if (startTimestamp(i) != 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether any sample is a histogram.
    public boolean hasHistograms() {
        if (histograms == null) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (histogram(i) != null) {
                return true;
            }
        }
        return false;
    }

    /// The timestamps themselves, valid up to `size()` and until the next `add`; for loops that
    /// must not call.
    public long[] timestamps() {
        return timestamps;
    }

    /// The values themselves, valid up to `size()` and until the next `add`; for loops that must
    /// not call.
    public double[] values() {
        return values;
    }
}

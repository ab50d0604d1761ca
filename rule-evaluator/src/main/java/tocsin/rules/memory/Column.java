package tocsin.rules.memory;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.histogram.Histograms;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.value.StaleMarker;

import java.util.Arrays;
import java.util.Objects;

/// The samples of one series in growing arrays, ascending in time.
final class Column implements Series {
    private static final int FIRST_ROOM = 16;

    private final Labels labels;
    private long[] times = new long[FIRST_ROOM];
    private double[] values = new double[FIRST_ROOM];
    private @Nullable FloatHistogram @Nullable [] histograms;
    private int from;
    private int to;

    Column(Labels labels) {
        this.labels = labels;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    boolean isEmpty() {
        return from == to;
    }

    long lastTime() {
        return isEmpty() ? Long.MIN_VALUE : times[to - 1];
    }

    /// Whether the last sample is this one.
    boolean endsWith(double value, @Nullable FloatHistogram histogram) {
        if (isEmpty()) {
            return false;
        }
        FloatHistogram last = histogramAt(to - 1);
        if (histogram != null) {
            return last != null && histogram.equals(last);
        }
        return last == null
                && Double.doubleToRawLongBits(values[to - 1]) == Double.doubleToRawLongBits(value);
    }

    private @Nullable FloatHistogram histogramAt(int index) {
        return histograms == null ? null : histograms[index];
    }

    void add(long time, double value, @Nullable FloatHistogram histogram) {
        if (to == times.length) {
            makeRoom();
        }
        times[to] = time;
        values[to] = histogram == null ? value : histogram.sum();
        if (histogram != null) {
            if (histograms == null) {
                histograms = new FloatHistogram[times.length];
            }
            FloatHistogram before = to == from ? null : histogramAt(to - 1);
            Objects.requireNonNull(histograms)[to] = hinted(histogram, before);
        }
        to++;
    }

    private void makeRoom() {
        int size = to - from;
        int room = from > times.length / 2 ? times.length : 2 * times.length;
        times = Arrays.copyOf(Arrays.copyOfRange(times, from, to), room);
        values = Arrays.copyOf(Arrays.copyOfRange(values, from, to), room);
        if (histograms != null) {
            histograms = Arrays.copyOf(Arrays.copyOfRange(histograms, from, to), room);
        }
        from = 0;
        to = size;
    }

    /// A histogram as a storage gives it back: with what is known of resets by the one before.
    private static FloatHistogram hinted(FloatHistogram histogram, @Nullable FloatHistogram past) {
        if (histogram.counterResetHint() == CounterResetHint.GAUGE
                || StaleMarker.is(histogram.sum())) {
            return histogram;
        }
        boolean told = histogram.counterResetHint() == CounterResetHint.COUNTER_RESET;
        CounterResetHint hint = told ? CounterResetHint.COUNTER_RESET : CounterResetHint.UNKNOWN;
        if (!told && past != null && past.counterResetHint() != CounterResetHint.GAUGE) {
            boolean sameLayout =
                    past.schema() == histogram.schema()
                            && past.zeroThreshold() == histogram.zeroThreshold();
            boolean reset = Histograms.isReset(Histograms.hinted(histogram, hint), past);
            hint = sameLayout && !reset ? CounterResetHint.NOT_COUNTER_RESET : hint;
        }
        return Histograms.hinted(histogram, hint);
    }

    /// Forgets what is older than `millis`.
    void dropBefore(long millis) {
        from = firstAfter(millis - 1);
        if (isEmpty()) {
            from = 0;
            to = 0;
        }
    }

    private int firstAfter(long millis) {
        int found = Arrays.binarySearch(times, from, to, millis);
        return found >= 0 ? found + 1 : -found - 1;
    }

    @Override
    public void read(long fromExclusive, long toInclusive, SampleBuffer into) {
        for (int i = firstAfter(fromExclusive); i < to && times[i] <= toInclusive; i++) {
            copy(i, into);
        }
    }

    @Override
    public void last(long fromExclusive, long toInclusive, SampleBuffer into) {
        int index = firstAfter(toInclusive) - 1;
        if (index >= from && times[index] > fromExclusive) {
            copy(index, into);
        }
    }

    private void copy(int index, SampleBuffer into) {
        FloatHistogram histogram = histogramAt(index);
        if (histogram == null) {
            into.add(times[index], values[index]);
        } else {
            into.add(times[index], histogram);
        }
    }
}

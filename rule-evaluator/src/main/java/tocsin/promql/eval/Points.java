package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.SampleBuffer;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/// The samples of a series in columns, which series of one result share: a sample becomes an object
/// only for those who ask for one.
public final class Points extends AbstractList<Result.Point> implements RandomAccess {
    private final long[] times;
    private final int timesFrom;
    private final double[] values;
    private final @Nullable FloatHistogram @Nullable [] histograms;
    private final int from;
    private final int size;

    private Points(
            long[] times,
            int timesFrom,
            double[] values,
            @Nullable FloatHistogram @Nullable [] histograms,
            int from,
            int size) {
        this.times = times;
        this.timesFrom = timesFrom;
        this.values = values;
        this.histograms = histograms;
        this.from = from;
        this.size = size;
    }

    /// Samples that are objects already.
    public static Points of(List<Result.Point> points) {
        int size = points.size();
        long[] times = new long[size];
        double[] values = new double[size];
        var histograms = new @Nullable FloatHistogram[size];
        boolean any = false;
        for (int i = 0; i < size; i++) {
            Result.Point point = points.get(i);
            times[i] = point.timestampMillis();
            values[i] = point.value();
            histograms[i] = point.histogram();
            any |= point.histogram() != null;
        }
        return new Points(times, 0, values, any ? histograms : null, 0, size);
    }

    /// The samples of a row of a vector. A row without gaps is not copied.
    ///
    /// @param times of the steps
    static Points row(Vector vector, int row, long[] times) {
        int steps = vector.steps();
        int start = row * steps;
        int first = start;
        int end = start + steps;
        while (first < end && !vector.has(first)) {
            first++;
        }
        while (end > first && !vector.has(end - 1)) {
            end--;
        }
        int count = 0;
        for (int i = first; i < end; i++) {
            count += vector.has(i) ? 1 : 0;
        }
        if (count == end - first) {
            return new Points(
                    times, first - start, vector.values(), vector.histograms(), first, count);
        }
        return gathered(vector, start, count, times);
    }

    private static Points gathered(Vector vector, int start, int count, long[] times) {
        long[] ownTimes = new long[count];
        double[] values = new double[count];
        @Nullable FloatHistogram @Nullable [] histograms =
                vector.histograms() == null ? null : new FloatHistogram[count];
        int next = 0;
        for (int i = start; next < count; i++) {
            if (vector.has(i)) {
                ownTimes[next] = times[i - start];
                values[next] = vector.values()[i];
                if (histograms != null) {
                    histograms[next] = vector.histogram(i);
                }
                next++;
            }
        }
        return new Points(ownTimes, 0, values, histograms, 0, count);
    }

    /// The samples of a range, of which the left end is not part.
    static Points range(SampleBuffer samples, long fromExclusive, long toInclusive) {
        int first = 0;
        int end = samples.size();
        while (first < end && samples.timestamp(first) <= fromExclusive) {
            first++;
        }
        while (end > first && samples.timestamp(end - 1) > toInclusive) {
            end--;
        }
        double[] values = Arrays.copyOfRange(samples.values(), first, end);
        @Nullable FloatHistogram @Nullable [] histograms = null;
        if (samples.hasHistograms()) {
            histograms = new FloatHistogram[values.length];
            for (int i = 0; i < values.length; i++) {
                histograms[i] = samples.histogram(first + i);
                values[i] = histograms[i] == null ? values[i] : 0;
            }
        }
        long[] times = Arrays.copyOfRange(samples.timestamps(), first, end);
        return new Points(times, 0, values, histograms, 0, values.length);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Result.Point get(int index) {
        return new Result.Point(timestampMillis(index), value(index), histogram(index));
    }

    /// The time of a sample.
    public long timestampMillis(int index) {
        return times[timesFrom + index];
    }

    /// The value of a sample; 0 for a histogram.
    public double value(int index) {
        return values[from + index];
    }

    /// The histogram of a sample; null for a float.
    public @Nullable FloatHistogram histogram(int index) {
        return histograms == null ? null : histograms[from + index];
    }

    /// Whether any sample may be a histogram.
    public boolean mayHoldHistograms() {
        return histograms != null;
    }

    /// The times that the samples share with those of other series; this series' begin at
    /// [#sharedFrom]. For whoever writes them, and not to be changed.
    public long[] sharedTimes() {
        return times;
    }

    /// Where the times of this series begin among those it shares.
    public int sharedFrom() {
        return timesFrom;
    }
}

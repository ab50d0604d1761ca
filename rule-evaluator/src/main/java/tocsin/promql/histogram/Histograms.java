package tocsin.promql.histogram;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;

import java.util.Arrays;

/// Questions and small changes of native histograms.
public final class Histograms {
    private static final int HEADER_BYTES = 176;
    private static final int SAMPLE_BYTES = 16;

    private Histograms() {}

    /// Whether buckets are custom ones.
    public static boolean isCustom(FloatHistogram histogram) {
        return histogram.schema() == FloatHistogram.CUSTOM_BUCKETS_SCHEMA;
    }

    /// Whether two can be added: both exponential, or both custom.
    public static boolean compatible(FloatHistogram a, FloatHistogram b) {
        return isCustom(a) == isCustom(b);
    }

    /// Whether two contradict each other about a counter reset.
    public static boolean collide(FloatHistogram a, FloatHistogram b) {
        return (a.counterResetHint() == CounterResetHint.COUNTER_RESET
                        && b.counterResetHint() == CounterResetHint.NOT_COUNTER_RESET)
                || (a.counterResetHint() == CounterResetHint.NOT_COUNTER_RESET
                        && b.counterResetHint() == CounterResetHint.COUNTER_RESET);
    }

    /// An empty histogram with the layout of another.
    public static FloatHistogram emptyLike(FloatHistogram histogram) {
        return new FloatHistogram(
                CounterResetHint.UNKNOWN,
                histogram.schema(),
                0,
                0,
                0,
                0,
                Spans.NONE,
                new double[0],
                Spans.NONE,
                new double[0],
                histogram.customValues());
    }

    /// The same histogram with another hint.
    public static FloatHistogram hinted(FloatHistogram from, CounterResetHint hint) {
        if (from.counterResetHint() == hint) {
            return from;
        }
        return new FloatHistogram(
                hint,
                from.schema(),
                from.zeroThreshold(),
                from.zeroCount(),
                from.count(),
                from.sum(),
                from.positiveSpans(),
                from.positiveBuckets(),
                from.negativeSpans(),
                from.negativeBuckets(),
                from.customValues());
    }

    /// What a histogram counts for in limits, in float samples.
    public static int samples(FloatHistogram histogram) {
        int numbers =
                histogram.positiveSpans().offsets().length
                        + histogram.negativeSpans().offsets().length
                        + histogram.positiveBuckets().length
                        + histogram.negativeBuckets().length
                        + histogram.customValues().length;
        return (HEADER_BYTES + Double.BYTES * numbers) / SAMPLE_BYTES;
    }

    /// Whether two are the same but for their hints.
    public static boolean isSame(FloatHistogram a, FloatHistogram b) {
        return a.schema() == b.schema()
                && same(a.count(), b.count())
                && same(a.sum(), b.sum())
                && same(a.zeroCount(), b.zeroCount())
                && a.zeroThreshold() == b.zeroThreshold()
                && Arrays.equals(a.customValues(), b.customValues())
                && sides(a, true).isSame(sides(b, true))
                && sides(a, false).isSame(sides(b, false));
    }

    private static Side sides(FloatHistogram histogram, boolean positive) {
        return positive
                ? Side.of(histogram.positiveSpans(), histogram.positiveBuckets())
                : Side.of(histogram.negativeSpans(), histogram.negativeBuckets());
    }

    private static boolean same(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    /// Whether a counter was reset between two samples.
    public static boolean isReset(FloatHistogram now, FloatHistogram before) {
        if (now.counterResetHint() == CounterResetHint.COUNTER_RESET) {
            return true;
        }
        if (now.counterResetHint() == CounterResetHint.NOT_COUNTER_RESET) {
            return false;
        }
        if (now.count() < before.count()) {
            return true;
        }
        if (isCustom(now) != isCustom(before)) {
            return true;
        }
        var current = new Tally(now);
        var previous = new Tally(before);
        if (current.isCustom()) {
            return isCustomReset(current, previous);
        }
        if (current.schema() > previous.schema()
                || current.zeroThreshold() < previous.zeroThreshold()) {
            return true;
        }
        if (current.zeroThreshold() > previous.zeroThreshold()) {
            previous.widenZero(current.zeroThreshold());
            if (previous.zeroThreshold() != current.zeroThreshold()) {
                return true;
            }
        }
        previous.reduce(current.schema());
        return current.zeroCount() < previous.zeroCount()
                || isSmaller(current.positive(), previous.positive())
                || isSmaller(current.negative(), previous.negative());
    }

    private static boolean isCustomReset(Tally current, Tally previous) {
        if (!Arrays.equals(current.custom(), previous.custom())) {
            double[] common = Tally.common(current.custom(), previous.custom());
            current.rebucket(common);
            previous.rebucket(common);
        }
        return isSmaller(current.positive(), previous.positive());
    }

    private static boolean isSmaller(Side now, Side before) {
        for (int i = 0; i < before.size; i++) {
            if (now.at(before.index[i]) < before.count[i]) {
                return true;
            }
        }
        return false;
    }
}

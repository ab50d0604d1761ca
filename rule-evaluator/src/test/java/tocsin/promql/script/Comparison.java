package tocsin.promql.script;

import org.jspecify.annotations.Nullable;

import tocsin.promql.histogram.Tally;
import tocsin.promql.notation.HistogramNotation;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.StaleMarker;

import java.util.Arrays;

/// Whether values are the same, but for rounding.
final class Comparison {
    private static final double TOLERANCE = 1e-6;

    private Comparison() {}

    static boolean same(double a, double b) {
        if (StaleMarker.is(a) || StaleMarker.is(b)) {
            return StaleMarker.is(a) && StaleMarker.is(b);
        }
        if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return difference < TOLERANCE * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }

    /// What differs, or null.
    static @Nullable String difference(
            FloatHistogram expected, FloatHistogram actual, boolean hinted) {
        FloatHistogram a = new Tally(expected).compact();
        FloatHistogram b = new Tally(actual).compact();
        boolean same =
                a.schema() == b.schema()
                        && a.zeroThreshold() == b.zeroThreshold()
                        && same(a.zeroCount(), b.zeroCount())
                        && same(a.count(), b.count())
                        && same(a.sum(), b.sum())
                        && Arrays.equals(a.customValues(), b.customValues())
                        && a.positiveSpans().equals(b.positiveSpans())
                        && a.negativeSpans().equals(b.negativeSpans())
                        && same(a.positiveBuckets(), b.positiveBuckets())
                        && same(a.negativeBuckets(), b.negativeBuckets())
                        && (!hinted || a.counterResetHint() == b.counterResetHint());
        return same
                ? null
                : "expected "
                        + HistogramNotation.write(a)
                        + " but was "
                        + HistogramNotation.write(b);
    }

    private static boolean same(double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            if (!same(a[i], b[i])) {
                return false;
            }
        }
        return a.length == b.length;
    }
}

package tocsin.storage.chunk;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.promql.value.StaleMarker;

import java.util.Arrays;

/// A native histogram with integer counts, as clients send it: each bucket as the difference to the
/// one before it. Arrays are shared and never written to again.
public record IntHistogram(
        CounterResetHint counterResetHint,
        int schema,
        double zeroThreshold,
        long zeroCount,
        long count,
        double sum,
        Spans positiveSpans,
        long[] positiveDeltas,
        Spans negativeSpans,
        long[] negativeDeltas,
        double[] customValues) {

    /// Whether it says that the series has ended.
    public boolean isStale() {
        return StaleMarker.is(sum);
    }

    /// The same with float counts.
    public FloatHistogram toFloat() {
        return new FloatHistogram(
                counterResetHint,
                schema,
                zeroThreshold,
                zeroCount,
                count,
                sum,
                positiveSpans,
                absolute(positiveDeltas),
                negativeSpans,
                absolute(negativeDeltas),
                customValues);
    }

    static double[] absolute(long[] deltas) {
        double[] counts = new double[deltas.length];
        long count = 0;
        for (int i = 0; i < deltas.length; i++) {
            count += deltas[i];
            counts[i] = count;
        }
        return counts;
    }

    /// Whether two histograms say the same, NaN payloads included.
    public boolean sameAs(IntHistogram other) {
        return counterResetHint == other.counterResetHint
                && schema == other.schema
                && sameBits(zeroThreshold, other.zeroThreshold)
                && zeroCount == other.zeroCount
                && count == other.count
                && sameBits(sum, other.sum)
                && positiveSpans.equals(other.positiveSpans)
                && Arrays.equals(positiveDeltas, other.positiveDeltas)
                && negativeSpans.equals(other.negativeSpans)
                && Arrays.equals(negativeDeltas, other.negativeDeltas)
                && Arrays.equals(customValues, other.customValues);
    }

    static boolean sameBits(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }
}

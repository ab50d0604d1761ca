package tocsin.promql.histogram;

import tocsin.promql.value.FloatHistogram;

import java.util.ArrayList;
import java.util.List;

/// A bucket of a native histogram by its bounds.
///
/// @param custom whether it is one of explicit bounds, in which observations lie evenly; in others
///   they lie evenly by their logarithm
record Bucket(double lower, double upper, double count, boolean custom) {
    boolean holdsZero() {
        return lower <= 0 && upper >= 0;
    }

    Bucket within(double newLower, double newUpper) {
        return new Bucket(newLower, newUpper, count, custom);
    }

    /// A bucket around zero reaches to zero only, where all observations are on one side of it.
    Bucket atZero(FloatHistogram histogram) {
        if (!holdsZero()) {
            return this;
        }
        boolean positive = histogram.positiveBuckets().length > 0;
        boolean negative = histogram.negativeBuckets().length > 0;
        if (positive && !negative) {
            return within(0, upper);
        }
        return negative && !positive ? within(lower, 0) : this;
    }

    /// The share of this bucket's observations up to a value within it.
    double share(double value) {
        if (custom || holdsZero()) {
            return (value - lower) / (upper - lower);
        }
        double logLower = log2(Math.abs(lower));
        double logUpper = log2(Math.abs(upper));
        double logValue = log2(Math.abs(value));
        return value > 0
                ? (logValue - logLower) / (logUpper - logLower)
                : 1 - (logValue - logUpper) / (logLower - logUpper);
    }

    private static double log2(double value) {
        return tocsin.promql.maths.GoMath.log2(value);
    }

    /// All buckets of a histogram, the lowest first; the zero bucket where it holds something.
    static List<Bucket> ascending(FloatHistogram histogram) {
        var tally = new Tally(histogram);
        return tally.isCustom() ? customBuckets(tally) : exponentialBuckets(tally);
    }

    private static List<Bucket> customBuckets(Tally tally) {
        Side side = tally.positive();
        double[] bounds = tally.custom();
        var all = new ArrayList<Bucket>(side.size);
        for (int i = 0; i < side.size; i++) {
            int index = side.index[i];
            double lower = index == 0 ? Double.NEGATIVE_INFINITY : bounds[index - 1];
            double upper = index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
            all.add(new Bucket(lower, upper, side.count[i], true));
        }
        return all;
    }

    private static List<Bucket> exponentialBuckets(Tally tally) {
        Side negative = tally.negative();
        Side positive = tally.positive();
        var all = new ArrayList<Bucket>(negative.size + positive.size + 1);
        double zero = tally.zeroThreshold();
        int schema = tally.schema();
        for (int i = negative.size - 1; i >= 0; i--) {
            double lower = -Bounds.upper(negative.index[i], schema);
            double upper = -Bounds.upper(negative.index[i] - 1, schema);
            all.add(new Bucket(lower, Math.min(upper, -zero), negative.count[i], false));
        }
        if (tally.zeroCount() > 0) {
            all.add(new Bucket(-zero, zero, tally.zeroCount(), false));
        }
        for (int i = 0; i < positive.size; i++) {
            double lower = Bounds.upper(positive.index[i] - 1, schema);
            double upper = Bounds.upper(positive.index[i], schema);
            all.add(new Bucket(Math.max(lower, zero), upper, positive.count[i], false));
        }
        return all;
    }
}

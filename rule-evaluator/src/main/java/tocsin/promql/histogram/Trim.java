package tocsin.promql.histogram;

import tocsin.promql.value.FloatHistogram;

/// Keeps the observations of a histogram on one side of a value. Buckets that the value cuts are
/// divided as observations are taken to lie in them; the sum is estimated anew, from the middles.
public final class Trim {
    private final FloatHistogram histogram;
    private final double at;
    private final boolean keepsLower;
    private double count;
    private double sum;
    private boolean changed;

    private Trim(FloatHistogram histogram, double at, boolean keepsLower) {
        this.histogram = histogram;
        this.at = at;
        this.keepsLower = keepsLower;
    }

    /// Observations up to `at`, or from `at` on.
    public static FloatHistogram apply(FloatHistogram histogram, double at, boolean keepsLower) {
        return new Trim(histogram, at, keepsLower).result();
    }

    private FloatHistogram result() {
        if (Double.isNaN(at)) {
            return histogram;
        }
        var tally = new Tally(histogram);
        boolean custom = tally.isCustom();
        Side positive = tally.positive();
        Side negative = tally.negative();
        for (int i = 0; i < positive.size; i++) {
            positive.count[i] =
                    custom
                            ? customBucket(tally, i)
                            : exponentialBucket(tally.schema(), positive, i, false);
        }
        for (int i = 0; i < negative.size; i++) {
            negative.count[i] = exponentialBucket(tally.schema(), negative, i, true);
        }
        double zero = custom ? 0 : zeroBucket(tally);
        if (!changed) {
            return histogram;
        }
        tally.replaceTotals(zero, count, sum);
        return tally.compact();
    }

    private double customBucket(Tally tally, int i) {
        Side side = tally.positive();
        double[] bounds = tally.custom();
        int index = side.index[i];
        double lower = index == 0 ? Double.NEGATIVE_INFINITY : bounds[index - 1];
        double upper = index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
        return trimmed(new Bucket(lower, upper, side.count[i], true));
    }

    private double exponentialBucket(int schema, Side side, int i, boolean negative) {
        double near = Bounds.upper(side.index[i] - 1, schema);
        double far = Bounds.upper(side.index[i], schema);
        return trimmed(
                negative
                        ? new Bucket(-far, -near, side.count[i], false)
                        : new Bucket(near, far, side.count[i], false));
    }

    private double zeroBucket(Tally tally) {
        if (tally.zeroCount() == 0) {
            return 0;
        }
        double threshold = tally.zeroThreshold();
        Bucket bucket = new Bucket(-threshold, threshold, tally.zeroCount(), true);
        boolean positive = hasObservations(histogram.positiveBuckets());
        boolean negative = hasObservations(histogram.negativeBuckets());
        if (positive && !negative) {
            bucket = bucket.within(0, threshold);
        } else if (negative && !positive) {
            bucket = bucket.within(-threshold, 0);
        }
        return trimmed(bucket);
    }

    private static boolean hasObservations(double[] buckets) {
        for (double bucket : buckets) {
            if (bucket != 0) {
                return true;
            }
        }
        return false;
    }

    /// The count that remains of a bucket.
    private double trimmed(Bucket bucket) {
        if (bucket.count() == 0) {
            return 0;
        }
        boolean whole = keepsLower ? bucket.upper() <= at : bucket.lower() >= at;
        if (whole) {
            return keep(bucket.count(), middle(bucket, bucket.lower(), bucket.upper()), bucket);
        }
        if (Double.isInfinite(bucket.lower()) || Double.isInfinite(bucket.upper())) {
            return open(bucket);
        }
        boolean none = keepsLower ? bucket.lower() >= at : bucket.upper() <= at;
        if (none) {
            return keep(0, 0, bucket);
        }
        double under = bucket.count() * bucket.share(at);
        return keepsLower
                ? keep(under, middle(bucket, bucket.lower(), at), bucket)
                : keep(bucket.count() - under, middle(bucket, at, bucket.upper()), bucket);
    }

    private double keep(double kept, double middle, Bucket bucket) {
        changed |= kept != bucket.count();
        count += kept;
        sum += kept == 0 ? 0 : middle * kept;
        return kept;
    }

    private static double middle(Bucket bucket, double lower, double upper) {
        if (Double.isInfinite(lower) && Double.isInfinite(upper)) {
            return 0;
        }
        if (Double.isInfinite(lower)) {
            return upper > 0 ? upper / 2 : upper;
        }
        if (Double.isInfinite(upper)) {
            return lower;
        }
        if (bucket.custom()) {
            return (lower + upper) / 2;
        }
        double size = Math.sqrt(Math.abs(lower * upper));
        return lower < 0 ? -size : size;
    }

    /// A custom bucket without a bound on one side, or on both, that the value cuts.
    private double open(Bucket bucket) {
        double lower = bucket.lower();
        double upper = bucket.upper();
        double all = bucket.count();
        if (Double.isInfinite(upper) && !Double.isInfinite(lower)) {
            if (keepsLower) {
                return keep(0, 0, bucket);
            }
            return at >= lower && !Double.isInfinite(at)
                    ? keep(all, at, bucket)
                    : keep(0, 0, bucket);
        }
        boolean divides = upper > 0 && !Double.isInfinite(upper) && at >= 0 && at < upper;
        if (keepsLower) {
            if (divides && at > 0) {
                return keep(all * at / upper, at / 2, bucket);
            }
            return upper <= 0 ? keep(all, at, bucket) : keep(0, 0, bucket);
        }
        if (at == Double.NEGATIVE_INFINITY) {
            return keep(all, 0, bucket);
        }
        return divides
                ? keep(all * (1 - at / upper), (at + upper) / 2, bucket)
                : keep(0, 0, bucket);
    }
}

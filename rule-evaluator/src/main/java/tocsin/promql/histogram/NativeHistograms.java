package tocsin.promql.histogram;

import tocsin.promql.maths.GoMath;
import tocsin.promql.maths.Kahan;
import tocsin.promql.value.FloatHistogram;

import java.util.List;

/// Quantiles, fractions and spreads of native histograms.
public final class NativeHistograms {
    private static final double MIDDLE = 0.5;

    private NativeHistograms() {}

    /// What is to be said about observations that are no numbers.
    public interface Remarks {
        /// The quantile fell among them.
        void resultIsNaN();

        /// They were counted, and so moved the quantile up.
        void skewedHigher();

        /// They were left out of a fraction.
        void excluded();
    }

    /// The φ-quantile.
    public static double quantile(double quantile, FloatHistogram histogram, Remarks remarks) {
        if (quantile < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (quantile > 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (histogram.count() == 0 || Double.isNaN(quantile)) {
            return Double.NaN;
        }
        boolean ascending = Double.isNaN(histogram.sum()) || quantile < MIDDLE;
        List<Bucket> buckets = Bucket.ascending(histogram);
        if (!ascending) {
            buckets = buckets.reversed();
        }
        double rank = (ascending ? quantile : 1 - quantile) * histogram.count();
        double seen = 0;
        int found = -1;
        for (int i = 0; i < buckets.size(); i++) {
            if (buckets.get(i).count() != 0) {
                found = i;
                seen += buckets.get(i).count();
                if (seen >= rank) {
                    break;
                }
            }
        }
        if (found < 0) {
            if (Double.isNaN(histogram.sum())) {
                remarks.resultIsNaN();
            }
            return Double.NaN;
        }
        Bucket bucket = buckets.get(found);
        return ascending && Double.isNaN(histogram.sum())
                ? amongNaN(bucket, seen, rank, histogram, remarks)
                : within(bucket, seen, rank, ascending, histogram);
    }

    /// Where some observations are no numbers: they count as above all buckets.
    private static double amongNaN(
            Bucket bucket, double seen, double rank, FloatHistogram histogram, Remarks remarks) {
        if (seen < rank) {
            remarks.resultIsNaN();
            return Double.NaN;
        }
        double numbers = 0;
        for (Bucket each : Bucket.ascending(histogram)) {
            numbers += each.count();
        }
        if (numbers < histogram.count()) {
            remarks.skewedHigher();
        }
        return within(bucket, seen, rank, true, histogram);
    }

    private static double within(
            Bucket found, double seen, double rank, boolean ascending, FloatHistogram histogram) {
        Bucket bucket = found.custom() ? found : found.atZero(histogram);
        if (bucket.custom() && Double.isInfinite(bucket.lower())) {
            if (bucket.upper() <= 0) {
                return bucket.upper();
            }
            bucket = bucket.within(0, bucket.upper());
        } else if (bucket.custom() && Double.isInfinite(bucket.upper())) {
            return bucket.lower();
        }
        double all = Math.min(seen, histogram.count());
        if (all < rank) {
            return bucket.upper();
        }
        double inside = ascending ? rank - (all - bucket.count()) : all - rank;
        return interpolated(bucket, inside / bucket.count());
    }

    private static double interpolated(Bucket bucket, double share) {
        double lower = bucket.lower();
        double upper = bucket.upper();
        if (bucket.custom() || bucket.holdsZero()) {
            return lower + (upper - lower) * share;
        }
        double logLower = GoMath.log2(Math.abs(lower));
        double logUpper = GoMath.log2(Math.abs(upper));
        if (lower > 0) {
            return Math.pow(2, logLower + (logUpper - logLower) * share);
        }
        return -Math.pow(2, logUpper + (logLower - logUpper) * (1 - share));
    }

    /// The share of observations between two bounds.
    public static double fraction(
            double lower, double upper, FloatHistogram histogram, Remarks remarks) {
        if (histogram.count() == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        List<Bucket> buckets = Bucket.ascending(histogram);
        double total = histogram.count();
        if (Double.isNaN(histogram.sum())) {
            total = 0;
            for (Bucket bucket : buckets) {
                total += bucket.count();
            }
            if (total < histogram.count()) {
                remarks.excluded();
            }
        }
        double from = rank(lower, buckets, histogram, total);
        double to = rank(upper, buckets, histogram, total);
        return (to - from) / histogram.count();
    }

    private static double rank(
            double value, List<Bucket> buckets, FloatHistogram histogram, double total) {
        double below = 0;
        for (Bucket each : buckets) {
            Bucket bucket = each.atZero(histogram);
            if (bucket.lower() >= value) {
                return Math.min(below, total);
            }
            if (value < bucket.upper()) {
                double rank =
                        Double.isInfinite(bucket.lower())
                                ? bucket.count()
                                : below + bucket.count() * bucket.share(value);
                return Math.min(rank, total);
            }
            below += bucket.count();
        }
        return total;
    }

    /// The population variance, as well as buckets tell it.
    public static double variance(FloatHistogram histogram) {
        double mean = histogram.sum() / histogram.count();
        var total = new Kahan();
        for (Bucket bucket : Bucket.ascending(histogram)) {
            if (bucket.count() != 0) {
                double delta = middle(bucket) - mean;
                total.add(bucket.count() * delta * delta);
            }
        }
        return (total.raw() + total.compensation()) / histogram.count();
    }

    private static double middle(Bucket bucket) {
        if (bucket.custom()) {
            return (bucket.lower() + bucket.upper()) / 2;
        }
        if (bucket.holdsZero()) {
            return 0;
        }
        double size = Math.sqrt(bucket.lower() * bucket.upper());
        return bucket.lower() < 0 ? -size : size;
    }
}

package tocsin.promql.histogram;

import tocsin.promql.value.FloatHistogram;

import java.util.List;

/// A bucket of a native histogram as APIs show it.
///
/// @param lowerInclusive whether an observation of `lower` is in it
/// @param upperInclusive whether an observation of `upper` is in it
public record BucketView(
        double lower, double upper, double count, boolean lowerInclusive, boolean upperInclusive) {
    /// All buckets of a histogram, the lowest first; empty ones included.
    public static List<BucketView> of(FloatHistogram histogram) {
        return Bucket.ascending(histogram).stream().map(BucketView::of).toList();
    }

    private static BucketView of(Bucket bucket) {
        boolean zero = !bucket.custom() && bucket.lower() == -bucket.upper();
        boolean lowest = bucket.custom() && Double.isInfinite(bucket.lower());
        return new BucketView(
                bucket.lower(),
                bucket.upper(),
                bucket.count(),
                zero || lowest || (!bucket.custom() && bucket.lower() < 0),
                zero || bucket.custom() || bucket.upper() > 0);
    }
}

package tocsin.storage.ingest;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.storage.chunk.IntHistogram;

/// What a native histogram must be, with upstream's words for what it is not.
public final class HistogramRules {
    private static final int CUSTOM = FloatHistogram.CUSTOM_BUCKETS_SCHEMA;

    private HistogramRules() {}

    /// What is wrong with a histogram, in upstream's words; null when nothing is.
    public static @Nullable String problem(IntHistogram histogram) {
        FloatHistogram floats = histogram.toFloat();
        String shape = problem(floats);
        if (shape != null || histogram.isStale()) {
            return shape;
        }
        double observed = histogram.zeroCount();
        for (double bucket : floats.positiveBuckets()) {
            observed += bucket;
        }
        for (double bucket : floats.negativeBuckets()) {
            observed += bucket;
        }
        if (Double.isNaN(histogram.sum())) {
            return observed > histogram.count()
                    ? observed
                            + " observations found in buckets, but the Count field is "
                            + histogram.count()
                            + ": histogram's observation count should be at least the number of"
                            + " observations found in the buckets"
                    : null;
        }
        return observed != histogram.count()
                ? (long) observed
                        + " observations found in buckets, but the Count field is "
                        + histogram.count()
                        + ": histogram's observation count should equal the number of"
                        + " observations found in the buckets (in absence of NaN)"
                : null;
    }

    /// What is wrong with a histogram, in upstream's words; null when nothing is.
    public static @Nullable String problem(FloatHistogram histogram) {
        String schema = histogram.schema() == CUSTOM ? custom(histogram) : exponential(histogram);
        if (schema != null) {
            return schema;
        }
        String negative = side("negative", histogram.negativeSpans(), histogram.negativeBuckets());
        String positive = side("positive", histogram.positiveSpans(), histogram.positiveBuckets());
        if (negative != null || positive != null) {
            return negative != null ? negative : positive;
        }
        return histogram.count() < 0 || histogram.zeroCount() < 0
                ? "histogram's observation count is negative"
                : null;
    }

    private static @Nullable String exponential(FloatHistogram histogram) {
        if (histogram.schema() < -4 || histogram.schema() > 8) {
            return "histogram has an invalid schema, which must be between -4 and 8 for exponential"
                    + " buckets, or -53 for custom buckets, got schema "
                    + histogram.schema();
        }
        return histogram.customValues().length > 0
                ? "histogram with exponential schema must not have custom bounds"
                : null;
    }

    private static @Nullable String custom(FloatHistogram histogram) {
        if (histogram.zeroCount() != 0) {
            return "custom buckets: must have zero count of 0";
        }
        if (histogram.zeroThreshold() != 0) {
            return "custom buckets: must have zero threshold of 0";
        }
        if (histogram.negativeSpans().offsets().length > 0) {
            return "custom buckets: must not have negative spans";
        }
        if (histogram.negativeBuckets().length > 0) {
            return "custom buckets: must not have negative buckets";
        }
        double before = Double.NEGATIVE_INFINITY;
        for (double bound : histogram.customValues()) {
            if (Double.isNaN(bound)) {
                return "histogram custom bounds must not be NaN";
            }
            if (bound <= before) {
                return "histogram custom bounds must be in strictly increasing order";
            }
            before = bound;
        }
        if (before == Double.POSITIVE_INFINITY) {
            return "histogram custom bounds must be finite";
        }
        Spans spans = histogram.positiveSpans();
        long reach = 0;
        for (int i = 0; i < spans.offsets().length; i++) {
            if (spans.offsets()[i] < 0) {
                return "histogram has a span whose offset is negative";
            }
            reach += (long) spans.offsets()[i] + spans.lengths()[i];
        }
        return reach > histogram.customValues().length + 1L
                ? "histogram custom bounds are too few"
                : null;
    }

    private static @Nullable String side(String which, Spans spans, double[] buckets) {
        long expected = 0;
        for (int i = 0; i < spans.offsets().length; i++) {
            if (i > 0 && spans.offsets()[i] < 0) {
                return which
                        + " side: span number "
                        + (i + 1)
                        + " with offset "
                        + spans.offsets()[i]
                        + ": histogram has a span whose offset is negative";
            }
            expected += spans.lengths()[i];
        }
        if (expected != buckets.length) {
            return which
                    + " side: spans need "
                    + expected
                    + " buckets, have "
                    + buckets.length
                    + " buckets: histogram spans specify different number of buckets than provided";
        }
        for (int i = 0; i < buckets.length; i++) {
            if (buckets[i] < 0) {
                return which
                        + " side: bucket number "
                        + (i + 1)
                        + ": histogram has a bucket whose observation count is negative";
            }
        }
        return null;
    }
}

package tocsin.promql.value;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// A native histogram with float counts: exponential buckets of a schema from -4 to 8, or custom
/// buckets (schema -53) with explicit upper bounds. Buckets are absolute counts, sparse by spans.
///
/// Immutable by convention: the arrays are not copied, for histograms are made in hot paths; nobody
/// writes to an array once it was handed to a constructor.
public record FloatHistogram(
        CounterResetHint counterResetHint,
        int schema,
        double zeroThreshold,
        double zeroCount,
        double count,
        double sum,
        Spans positiveSpans,
        double[] positiveBuckets,
        Spans negativeSpans,
        double[] negativeBuckets,
        double[] customValues) {

    /// The schema of histograms with custom bucket bounds.
    public static final int CUSTOM_BUCKETS_SCHEMA = -53;

    /// What is known of a counter reset between the sample before and this one.
    public enum CounterResetHint {
        /// Must be found out by comparing.
        UNKNOWN,
        /// There was one.
        COUNTER_RESET,
        /// There was none.
        NOT_COUNTER_RESET,
        /// A gauge histogram, which has none by nature.
        GAUGE
    }

    /// Runs of consecutive buckets: the gap before each run (the first counts from index 0) and its
    /// length.
    public record Spans(int[] offsets, int[] lengths) {
        /// No buckets.
        public static final Spans NONE = new Spans(new int[0], new int[0]);

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Spans spans
                    && Arrays.equals(offsets, spans.offsets)
                    && Arrays.equals(lengths, spans.lengths);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(offsets) + Arrays.hashCode(lengths);
        }
    }
}

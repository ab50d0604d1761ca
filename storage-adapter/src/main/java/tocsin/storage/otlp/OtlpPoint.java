package tocsin.storage.otlp;

import tocsin.storage.head.Exemplars.Exemplar;

import java.util.List;
import java.util.OptionalDouble;

/// A data point, of one kind.
sealed interface OtlpPoint {
    /// What all kinds have.
    Basis basis();

    /// What all kinds have.
    ///
    /// @param nanos its time; 0 when it has none
    /// @param isEnd whether it says that there is no value any more
    record Basis(
            List<OtlpAttribute> attributes, long nanos, boolean isEnd, List<Exemplar> exemplars) {}

    /// Of a gauge or a sum.
    record Single(Basis basis, OptionalDouble value) implements OtlpPoint {}

    /// With explicit bounds: a count more than there are bounds.
    record Histogram(Basis basis, long count, OptionalDouble sum, long[] counts, double[] bounds)
            implements OtlpPoint {}

    /// With bounds that grow by a factor.
    record Exponential(
            Basis basis,
            long count,
            OptionalDouble sum,
            int scale,
            long zeroCount,
            double zeroThreshold,
            Buckets positive,
            Buckets negative)
            implements OtlpPoint {}

    /// Counts of buckets in a row.
    ///
    /// @param offset of the first
    record Buckets(int offset, long[] counts) {
        static final Buckets NONE = new Buckets(0, new long[0]);
    }

    /// With quantiles.
    record Summary(Basis basis, long count, double sum, double[] quantiles, double[] values)
            implements OtlpPoint {}
}

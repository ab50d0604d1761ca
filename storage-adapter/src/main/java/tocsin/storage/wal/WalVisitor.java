package tocsin.storage.wal;

import tocsin.labels.Labels;
import tocsin.promql.value.FloatHistogram;
import tocsin.storage.chunk.IntHistogram;

/// Takes what a log holds, in order.
public interface WalVisitor {
    /// A series and its number.
    default void series(long ref, Labels labels) {}

    /// A float.
    default void sample(long ref, long timestamp, long bits) {}

    /// A histogram with integer counts.
    default void histogram(long ref, long timestamp, IntHistogram histogram) {}

    /// A histogram with float counts.
    default void histogram(long ref, long timestamp, FloatHistogram histogram) {}

    /// A deletion, both ends included.
    default void tombstone(long ref, long minTime, long maxTime) {}

    /// An exemplar.
    default void exemplar(long ref, long timestamp, double value, Labels labels) {}

    /// What is known of the metric of a series, by upstream's number of its type.
    default void metadata(long ref, int type, String unit, String help) {}
}

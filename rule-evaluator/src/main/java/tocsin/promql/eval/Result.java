package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.value.FloatHistogram;

import java.util.List;

/// What a query gives, and what was said about it.
///
/// @param warnings all of them; the API shows the first ten
/// @param infos all of them; the API shows the first ten
public record Result(Value value, List<String> warnings, List<String> infos, Stats stats) {
    /// Copies what was said.
    public Result {
        warnings = List.copyOf(warnings);
        infos = List.copyOf(infos);
    }

    /// What a query cost.
    ///
    /// @param queryableSamples samples looked at, each as often as it was
    /// @param samplesRead samples read from the storage
    /// @param peakSamples the most held at once
    public record Stats(long queryableSamples, long samplesRead, long peakSamples) {}

    /// A value of one of PromQL's types.
    public sealed interface Value {
        /// A number at a time.
        record Scalar(long timestampMillis, double value) implements Value {}

        /// A text at a time.
        record Text(long timestampMillis, String value) implements Value {}

        /// One sample for each series; in order, where the query asked for one.
        record Vector(List<Sample> samples) implements Value {}

        /// Many samples for each series; sorted by labels.
        record Matrix(List<Series> series) implements Value {}
    }

    /// A sample of a series: a float, or a histogram when there is one.
    public record Sample(
            Labels labels,
            long timestampMillis,
            double value,
            @Nullable FloatHistogram histogram) {}

    /// The samples of a series, ascending in time.
    public record Series(Labels labels, Points points) {}

    /// A sample at a time: a float, or a histogram when there is one.
    public record Point(long timestampMillis, double value, @Nullable FloatHistogram histogram) {}
}

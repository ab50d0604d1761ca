package tocsin.rules;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.value.FloatHistogram;

import java.util.List;

/// Where the results of rules go: the local store, or remote write.
public interface SampleSink {
    /// Appends samples of one evaluation. Appending the same sample again is harmless. Blocks until
    /// they are as durable as the sink promises.
    ///
    /// @return the samples that were refused, each with its reason; the rest is stored
    List<Refused> append(List<Sample> samples);

    /// Whether all members see what is appended here, so that one of them is enough to evaluate.
    default boolean isShared() {
        return false;
    }

    /// Where the results of a group go, where there are several places.
    default SampleSink sinkOf(RuleGroupSpec group) {
        return this;
    }

    /// One sample: a float, or a histogram when there is one.
    record Sample(
            Labels labels, long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        /// A float sample.
        public Sample(Labels labels, long timestampMillis, double value) {
            this(labels, timestampMillis, value, null);
        }
    }

    /// Why a sample was not stored.
    record Refused(Sample sample, Reason reason, String message) {}

    /// The kinds of refusal that rules tell apart.
    enum Reason {
        /// Older than what the store accepts.
        OUT_OF_ORDER,
        /// Another value has this time already.
        DUPLICATE,
        /// Older than the out-of-order window or the retention.
        TOO_OLD,
        /// A limit was reached, or the labels are not acceptable.
        LIMIT
    }
}

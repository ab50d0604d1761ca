package tocsin.storage.ingest;

import java.util.List;

/// What became of a remote write.
public sealed interface WriteOutcome {
    /// Everything that could be written was.
    record Written(long samples, long histograms, long exemplars) implements WriteOutcome {}

    /// The sender is wrong and must not send it again; the counts are of what was written all the
    /// same.
    record Refused(List<String> reasons, long samples, long histograms, long exemplars)
            implements WriteOutcome {
        /// Copies the reasons.
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /// The storage is in trouble; the sender may try again.
    record Failed(String reason) implements WriteOutcome {}
}

package tocsin.jepsen.check;

import java.util.List;
import java.util.SequencedMap;

/// What a checker found.
///
/// @param findings each violation in a sentence
/// @param measures what was counted, by name, for the report
public record Verdict(
        String checker, Result result, List<String> findings, SequencedMap<String, Long> measures) {
    /// A judgement.
    public enum Result {
        /// Enough was seen, and it was right.
        VALID,
        /// Something was wrong.
        INVALID,
        /// Too little was seen to say. Not a success.
        UNKNOWN
    }

    /// Copies the findings.
    public Verdict {
        findings = List.copyOf(findings);
    }

    /// The verdict that follows from findings, unless too few operations were seen.
    public static Verdict of(
            String checker,
            long seen,
            long enough,
            List<String> findings,
            SequencedMap<String, Long> measures) {
        Result result =
                !findings.isEmpty()
                        ? Result.INVALID
                        : seen < enough ? Result.UNKNOWN : Result.VALID;
        return new Verdict(checker, result, findings, measures);
    }
}

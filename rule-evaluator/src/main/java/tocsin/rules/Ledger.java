package tocsin.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;

/// The last evaluations of one rule on this member, the newest first: an answer to "did it run,
/// when, and what came of it?".
final class Ledger {
    static final int LIMIT = 32;

    private final ArrayDeque<Evaluation> evaluations = new ArrayDeque<>();

    /// One evaluation, or the reason why there was none.
    ///
    /// @param due the slot, which is also the time asked about
    /// @param started when it began
    /// @param samplesIn how many samples were read, where that is known
    /// @param seriesOut how many series came out
    /// @param error empty when it went well
    /// @param skipped why it was not evaluated; empty when it was
    record Evaluation(
            Instant due,
            Instant started,
            Duration took,
            OptionalLong samplesIn,
            int seriesOut,
            String error,
            String skipped) {
        static Evaluation skipped(Instant due, Instant at, String why) {
            return new Evaluation(due, at, Duration.ZERO, OptionalLong.empty(), 0, "", why);
        }
    }

    void add(Evaluation evaluation) {
        if (evaluations.size() == LIMIT) {
            evaluations.removeLast();
        }
        evaluations.addFirst(evaluation);
    }

    void continueFrom(Ledger before) {
        evaluations.addAll(before.evaluations);
    }

    List<Evaluation> newestFirst() {
        return List.copyOf(evaluations);
    }

    /// Whether selectors found nothing in any evaluation that is remembered, of which there are
    /// some.
    boolean matchedNothing() {
        int looked = 0;
        for (Evaluation evaluation : evaluations) {
            if (evaluation.skipped().isEmpty() && evaluation.samplesIn().isPresent()) {
                if (evaluation.samplesIn().getAsLong() > 0) {
                    return false;
                }
                looked++;
            }
        }
        return looked > 0;
    }
}

package tocsin.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/// The last evaluations of one rule, the newest first: an answer to "did it run, when, and what
/// came of it?".
final class Ledger {
    private static final int LIMIT = 32;

    private final ArrayDeque<Evaluation> evaluations = new ArrayDeque<>();

    /// One evaluation.
    ///
    /// @param due the slot, which is also the time asked about
    /// @param lateness how long after its slot it began
    /// @param series how many series came out
    /// @param error empty when it went well
    record Evaluation(Instant due, Duration lateness, Duration took, int series, String error) {}

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
}

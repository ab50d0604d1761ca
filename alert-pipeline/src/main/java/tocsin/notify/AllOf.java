package tocsin.notify;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/// Waits for the outcomes of all integrations of one flush, and tells the worst.
final class AllOf {
    private final Consumer<Outcome> done;
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private int left;

    AllOf(int count, Consumer<Outcome> done) {
        this.left = count;
        this.done = done;
    }

    void accept(Outcome outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
        left--;
        if (left == 0) {
            done.accept(worst());
        }
    }

    private Outcome worst() {
        if (outcomes.containsKey(Outcome.FAILED)) {
            return Outcome.FAILED;
        }
        return outcomes.containsKey(Outcome.OVERTAKEN) ? Outcome.OVERTAKEN : Outcome.DONE;
    }
}

package tocsin.jepsen.check;

import tocsin.jepsen.history.Event;
import tocsin.jepsen.history.Event.Outcome;
import tocsin.jepsen.history.History;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Once all is healed and at rest, all members hold the same within ten seconds.
public final class ConvergenceChecker {
    private static final long WITHIN_MILLIS = 10_000;

    private ConvergenceChecker() {}

    /// Judges a history.
    public static Verdict check(History history) {
        var findings = new ArrayList<String>();
        var measures = new LinkedHashMap<String, Long>();
        long asked = 0;
        for (Event event : history.of("convergence")) {
            if (event.outcome() == Outcome.FAILED) {
                asked++;
                findings.add("the members never came to hold the same: " + event.detail());
            } else if (event.outcome() == Outcome.OK) {
                asked++;
                long millis = Long.parseLong(event.detail());
                measures.merge("worst ms", millis, Math::max);
                if (millis > WITHIN_MILLIS) {
                    findings.add("it took " + millis + " ms until all members held the same");
                }
            }
        }
        return Verdict.of("convergence", asked, 1, findings, measures);
    }
}

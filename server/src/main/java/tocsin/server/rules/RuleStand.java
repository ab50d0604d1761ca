package tocsin.server.rules;

import tocsin.rules.RuleGroupView;

import java.time.Instant;
import java.util.List;

/// How the rules stand, for whoever looks into them.
public interface RuleStand {
    /// The groups in order of file and name. Blocks until the rules' loop has answered.
    List<RuleGroupView> groups() throws InterruptedException;

    /// Groups that read one another, each circle by their keys.
    List<List<String>> cycles() throws InterruptedException;

    /// Rule files that are not used as they are.
    List<Quarantined> quarantined();

    /// A rule file that has errors.
    ///
    /// @param since when it was first found so
    /// @param lastGoodRuns whether the last version without errors runs on; else none does
    /// @param reason every problem, a line each
    record Quarantined(String file, Instant since, boolean lastGoodRuns, String reason) {
        /// The same as a sentence.
        public String told() {
            return file
                    + " has errors since "
                    + since
                    + (lastGoodRuns
                            ? "; its last good version runs: "
                            : "; none of its rules run: ")
                    + reason;
        }
    }
}

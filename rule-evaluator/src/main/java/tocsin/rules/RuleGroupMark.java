package tocsin.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How far a group has come on the member that owns it, and how its rules fared: what every member
/// answers questions from, and where another one goes on.
///
/// @param slot the last one that was evaluated, or passed over with a reason
/// @param took the evaluation of it
/// @param rules by their identity
/// @param ticks the last slots, newest first, whoever evaluated them
public record RuleGroupMark(Instant slot, Duration took, List<RuleMark> rules, List<Tick> ticks) {
    /// The slots that are remembered.
    static final int MOST_TICKS = 32;

    /// Copies the lists.
    public RuleGroupMark {
        rules = List.copyOf(rules);
        ticks = List.copyOf(ticks);
    }

    /// A rule after its last evaluation.
    ///
    /// @param id a hash of the rule's key
    /// @param error empty when it went well
    /// @param series that came out
    /// @param matched whether its selectors found anything, as far as is known
    /// @param lastFired when an alert of it last fired
    public record RuleMark(
            long id,
            RuleHealth health,
            String error,
            Optional<Instant> evaluated,
            Duration took,
            int series,
            boolean matched,
            Optional<Instant> lastFired) {}

    /// A slot of the past.
    ///
    /// @param member who evaluated it
    /// @param lateness how long after its time it began
    /// @param failed how many of its rules failed
    public record Tick(
            Instant slot, String member, Duration lateness, Duration took, int failed, Kind kind) {}

    /// How a slot came to be evaluated.
    public enum Kind {
        /// At its time.
        IN_TIME,
        /// Later, at its own time, for nobody ran when it was due.
        CAUGHT_UP,
        /// Not at all: the one before was still being evaluated.
        TOO_SLOW,
        /// Not at all: nobody ran, and the policy or the bound let it go.
        LET_GO
    }

    /// The next mark after more ticks, the newest last.
    static List<Tick> joined(List<Tick> before, List<Tick> more) {
        var ticks = new ArrayList<Tick>(more.reversed());
        ticks.addAll(before);
        return ticks.subList(0, Math.min(MOST_TICKS, ticks.size()));
    }
}

package tocsin.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A group of rules as its file has it, already valid.
///
/// @param file the file as found by its glob
/// @param interval how often, when the file says; the server's default otherwise
/// @param queryOffset how far in the past it evaluates, when the file says
/// @param limit the most series or alerts a rule may give; 0 for any number
public record RuleGroupSpec(
        String file,
        String name,
        Optional<Duration> interval,
        Optional<Duration> queryOffset,
        int limit,
        List<RuleSpec> rules) {
    /// Copies the rules.
    public RuleGroupSpec {
        rules = List.copyOf(rules);
    }

    /// The group's identity in all members: `file;name`.
    public String key() {
        return file + ";" + name;
    }

    /// The first instant at or after `from` at which the group is evaluated.
    ///
    /// @param every the group's interval, or the default that stands for it
    public Instant slotAtOrAfter(Instant from, Duration every) {
        Instant slot = Slots.of(file, name, every).atOrBefore(from);
        return slot.isBefore(from) ? slot.plus(every) : slot;
    }

    /// Whether another is the same but for the lines that its rules stand on.
    boolean isSame(RuleGroupSpec other) {
        return withoutLines().equals(other.withoutLines());
    }

    private RuleGroupSpec withoutLines() {
        List<RuleSpec> bare = rules.stream().map(rule -> rule.atLine(0)).toList();
        return new RuleGroupSpec(file, name, interval, queryOffset, limit, bare);
    }
}

package tocsin.rules;

import tocsin.labels.Labels;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A rule that runs: its compiled expression, and what its last evaluation left. Confined to the
/// rules loop; only the compiled expression is used elsewhere.
final class Rule {
    /// How the last evaluation went, in upstream's words.
    enum Health {
        UNKNOWN("unknown"),
        OK("ok"),
        ERROR("err");

        private final String word;

        Health(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private final RuleSpec spec;
    private final String key;
    private final Expression expression;
    private final Ledger ledger = new Ledger();
    private Set<Labels> written = new HashSet<>();
    private Health health = Health.UNKNOWN;
    private String lastError = "";
    private Optional<Instant> lastEvaluation = Optional.empty();
    private Duration lastDuration = Duration.ZERO;

    /// A rule of a group; `place` tells apart rules of one identity in one group.
    Rule(RuleSpec spec, String group, int place, Expression expression) {
        this.spec = spec;
        this.key = group + ";" + spec.identity() + ";" + place;
        this.expression = expression;
    }

    /// The rules of a group, each compiled.
    ///
    /// @throws IllegalArgumentException when an expression is not well formed
    static List<Rule> compile(RuleGroupSpec group, Expressions expressions) {
        var places = new HashMap<String, Integer>();
        var rules = new ArrayList<Rule>();
        Expressions language = expressions.together(together(group));
        for (RuleSpec rule : group.rules()) {
            int place = places.merge(rule.identity(), 1, Integer::sum);
            rules.add(new Rule(rule, group.key(), place, language.compile(rule.expression())));
        }
        return rules;
    }

    private static Expressions.Together together(RuleGroupSpec group) {
        var texts = new ArrayList<String>();
        var written = new HashSet<>(Set.of("ALERTS", "ALERTS_FOR_STATE"));
        for (RuleSpec rule : group.rules()) {
            texts.add(rule.expression());
            if (rule instanceof RuleSpec.Recording) {
                written.add(rule.name());
            }
        }
        return new Expressions.Together(texts, written);
    }

    RuleSpec spec() {
        return spec;
    }

    /// The rule's identity in the replicated state.
    String key() {
        return key;
    }

    Expression expression() {
        return expression;
    }

    Ledger ledger() {
        return ledger;
    }

    Health health() {
        return health;
    }

    String lastError() {
        return lastError;
    }

    Optional<Instant> lastEvaluation() {
        return lastEvaluation;
    }

    Duration lastDuration() {
        return lastDuration;
    }

    /// The series that the last successful evaluation wrote.
    Set<Labels> written() {
        return written;
    }

    void wrote(List<SampleSink.Sample> samples) {
        var next = new HashSet<Labels>(2 * samples.size());
        samples.forEach(sample -> next.add(sample.labels()));
        written = next;
    }

    /// Takes over what a rule of the same identity left before a reload.
    void continueFrom(Rule before) {
        written = before.written;
        health = before.health;
        lastError = before.lastError;
        lastEvaluation = before.lastEvaluation;
        lastDuration = before.lastDuration;
        ledger.continueFrom(before.ledger);
    }

    void succeeded(Instant at, Duration took) {
        health = Health.OK;
        lastError = "";
        lastEvaluation = Optional.of(at);
        lastDuration = took;
    }

    void failed(Instant at, Duration took, String error) {
        health = Health.ERROR;
        lastError = error;
        lastEvaluation = Optional.of(at);
        lastDuration = took;
    }
}

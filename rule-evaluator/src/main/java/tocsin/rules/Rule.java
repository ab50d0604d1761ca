package tocsin.rules;

import tocsin.labels.Labels;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A rule that runs: its compiled expression, and what its last evaluation left. Confined to the
/// rules loop; only the compiled expression is used elsewhere.
final class Rule {
    private static final int MOST_ERROR = 300;

    private final RuleSpec spec;
    private final String key;
    private final long id;
    private final Expression expression;
    private final Ledger ledger = new Ledger();
    private Set<Labels> written = new HashSet<>();
    private RuleHealth health = RuleHealth.UNKNOWN;
    private String lastError = "";
    private Optional<Instant> lastEvaluation = Optional.empty();
    private Duration lastDuration = Duration.ZERO;
    private int lastSeries;
    private Optional<Instant> lastFired = Optional.empty();
    private boolean fresh = true;
    private int untilRestoration;
    private Instant awaitsSince = Instant.MIN;

    /// A rule of a group; `place` tells apart rules of one identity in one group.
    Rule(RuleSpec spec, String group, int place, Expression expression) {
        this.spec = spec;
        this.key = group + ";" + spec.identity() + ";" + place;
        this.id = Slots.hash(Labels.of("rule", key));
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

    /// The same as a number.
    long id() {
        return id;
    }

    Expression expression() {
        return expression;
    }

    Ledger ledger() {
        return ledger;
    }

    RuleHealth health() {
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

    /// How many series the last successful evaluation gave.
    int lastSeries() {
        return lastSeries;
    }

    /// The series that the last successful evaluation wrote.
    Set<Labels> written() {
        return written;
    }

    /// Whether this member has not evaluated it since it started.
    boolean isFresh() {
        return fresh;
    }

    void awaitRestoration(Instant since) {
        untilRestoration = Restoration.EVALUATIONS;
        awaitsSince = since;
    }

    /// Takes note that another member has evaluated it by now: nothing is restored.
    void forgoRestoration() {
        untilRestoration = 0;
    }

    /// When it began to wait: what is known from before then comes from other members.
    Instant awaitsSince() {
        return awaitsSince;
    }

    /// Whether what it was before is still to be looked for: until then nothing is written that
    /// would cover it.
    boolean awaitsRestoration() {
        return untilRestoration > 0;
    }

    /// Counts an evaluation before the restoration.
    ///
    /// @return whether it was the last one
    boolean isRestoredNow() {
        return untilRestoration > 0 && --untilRestoration == 0;
    }

    /// When an alert of it last fired, as far as this member knows.
    Optional<Instant> lastFired() {
        return lastFired;
    }

    void fired(Instant at) {
        lastFired = Optional.of(at);
    }

    /// Takes over what the mark of their group says.
    static void recall(List<Rule> rules, RuleGroupMark mark) {
        Map<Long, Rule> byId = new HashMap<>();
        rules.forEach(rule -> byId.put(rule.id(), rule));
        for (RuleGroupMark.RuleMark each : mark.rules()) {
            Rule rule = byId.get(each.id());
            if (rule != null) {
                rule.recall(each);
            }
        }
    }

    /// Takes over what is said of a later evaluation that this member did not make.
    private void recall(RuleGroupMark.RuleMark mark) {
        Instant known = lastEvaluation.orElse(Instant.MIN);
        if (mark.evaluated().filter(at -> at.isAfter(known)).isEmpty()) {
            return;
        }
        health = mark.health();
        lastError = mark.error();
        lastEvaluation = mark.evaluated();
        lastDuration = mark.took();
        lastSeries = mark.series();
        lastFired = mark.lastFired().or(() -> lastFired);
    }

    RuleGroupMark.RuleMark mark() {
        return new RuleGroupMark.RuleMark(
                id,
                health,
                lastError.substring(0, Math.min(MOST_ERROR, lastError.length())),
                lastEvaluation,
                lastDuration,
                lastSeries,
                !matchedNothing(),
                lastFired);
    }

    /// Whether its selectors found nothing as long as is remembered.
    boolean matchedNothing() {
        return !expression.selectors().isEmpty() && ledger.matchedNothing();
    }

    /// Series of an earlier life of this member that have to be marked stale when they are gone.
    void inherit(Collection<Labels> series) {
        written = new HashSet<>(series);
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
        lastSeries = before.lastSeries;
        lastFired = before.lastFired;
        fresh = before.fresh;
        untilRestoration = before.untilRestoration;
        awaitsSince = before.awaitsSince;
        ledger.continueFrom(before.ledger);
    }

    void succeeded(Instant at, Duration took, int series) {
        fresh = false;
        lastSeries = series;
        health = RuleHealth.OK;
        lastError = "";
        lastEvaluation = Optional.of(at);
        lastDuration = took;
    }

    void failed(Instant at, Duration took, String error) {
        fresh = false;
        health = RuleHealth.ERROR;
        lastError = error;
        lastEvaluation = Optional.of(at);
        lastDuration = took;
    }
}

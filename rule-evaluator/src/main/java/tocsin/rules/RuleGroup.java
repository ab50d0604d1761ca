package tocsin.rules;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.loop.EventLoop.Timer;
import tocsin.rules.SampleSink.Sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A group that runs: evaluated at its slots, never twice at a time. A slot that comes while the
/// one before is still being evaluated is skipped and counted; slots in which nobody ran are caught
/// up, each at its own time. Confined to the rules loop.
final class RuleGroup {
    private final RuleGroupSpec spec;
    private final RuleContext context;
    private final List<Rule> rules;
    private final int[][] waits;
    private final Duration interval;
    private final Duration queryOffset;
    private final Slots slots;
    private final boolean shared;
    private final ArrayDeque<GroupRun.Tick> due = new ArrayDeque<>();
    private final List<RuleGroupMark.Tick> passed = new ArrayList<>();
    private Set<String> inputs = Set.of();
    private @Nullable Timer timer;
    private Optional<Instant> lastSlot = Optional.empty();
    private Instant skippedTo = Instant.MIN;
    private List<Labels> orphans = List.of();
    private Duration lastDuration = Duration.ZERO;
    private Optional<Instant> lastEvaluation = Optional.empty();
    private boolean running;
    private boolean catchingUp;
    private boolean stopped;
    private @Nullable Runnable whenIdle;

    RuleGroup(RuleGroupSpec spec, List<Rule> rules, RuleContext context) {
        this.spec = spec;
        this.rules = List.copyOf(rules);
        this.waits = RuleOrder.of(rules);
        this.context = context;
        this.interval = spec.interval().orElse(context.settings().interval());
        this.queryOffset = spec.queryOffset().orElse(context.settings().queryOffset());
        this.slots = Slots.of(spec.file(), spec.name(), interval);
        this.shared = context.samples().sinkOf(spec).isShared();
    }

    RuleGroupSpec spec() {
        return spec;
    }

    List<Rule> rules() {
        return rules;
    }

    /// The places of the rules that a rule waits for.
    int[] waitsFor(int place) {
        return waits[place];
    }

    Duration interval() {
        return interval;
    }

    Duration queryOffset() {
        return queryOffset;
    }

    Duration lastDuration() {
        return lastDuration;
    }

    Optional<Instant> lastEvaluation() {
        return lastEvaluation;
    }

    /// Whether all members see its results, so that its owner alone evaluates it.
    boolean isShared() {
        return shared;
    }

    /// Whether this member evaluates its alerting rules, or all of them when it is shared.
    boolean isOwned() {
        return context.placement().owns(spec.key());
    }

    /// Whether another member evaluates it, and this one does not.
    boolean isElsewhere() {
        return shared && !isOwned();
    }

    /// Whether nothing of it is under way or due.
    boolean isIdle() {
        return !running && due.isEmpty();
    }

    /// The groups whose results it waits for.
    void waitsFor(Set<String> groups) {
        inputs = groups;
    }

    /// Waits for the first slot after now; what nobody evaluated until then is caught up at once.
    void start() {
        Instant now = context.loop().now();
        Instant first = lastSlot.orElse(slots.atOrBefore(now));
        lastSlot = Optional.of(first);
        context.metrics().groupStarted(spec.key(), interval, rules.size());
        context.ticks().begins(spec.key(), slots, first.plus(interval));
        recall();
        arm(first.plus(interval));
        catchUp();
    }

    /// Takes over what is known of evaluations that this member did not make.
    void recall() {
        Optional<RuleGroupMark> mark = context.marks().of(spec.key());
        if (mark.isEmpty() || !mark.get().slot().isAfter(lastEvaluation.orElse(Instant.MIN))) {
            return;
        }
        Rule.recall(rules, mark.get());
    }

    /// Evaluates what nobody evaluated while this member was down or another one owned the group.
    void catchUp() {
        if (!running && !stopped && lastSlot.isPresent()) {
            owe(lastSlot.get().plus(interval));
            next();
        }
    }

    /// Puts the slots before `end` that nobody evaluated in line.
    private void owe(Instant end) {
        Optional<RuleGroupMark> mark = context.marks().of(spec.key());
        if (mark.isEmpty() || !isOwned()) {
            return;
        }
        Instant known = mark.get().slot();
        Instant from = known.isAfter(skippedTo) ? known : skippedTo;
        int most = context.settings().operation().mostCaughtUp() + 1;
        List<Instant> owed = slots.between(from, end, most);
        long left = letGo(from, owed.isEmpty() ? end : owed.getFirst());
        recover(owed, left);
    }

    /// Slots too far back to be caught up.
    private long letGo(Instant from, Instant first) {
        long count =
                from.equals(Instant.MIN)
                        ? 0
                        : Duration.between(from, first).plusMillis(1).dividedBy(interval) - 1;
        if (count > 0) {
            passed.add(tick(Slots.millis(first.minus(interval)), RuleGroupMark.Kind.LET_GO));
            context.metrics().beats(spec.key(), count, count);
        }
        return Math.max(0, count);
    }

    private void recover(List<Instant> owed, long left) {
        long frozen = left;
        switch (context.settings().operation().downtime()) {
            case RECHECK ->
                    owed.forEach(
                            at -> due.add(GroupRun.Tick.caughtUp(at, !at.equals(owed.getLast()))));
            case COUNT -> {
                frozen = 0;
                owed.forEach(at -> passed.add(tick(at, RuleGroupMark.Kind.LET_GO)));
            }
            case FREEZE -> {
                frozen += owed.size();
                owed.forEach(at -> passed.add(tick(at, RuleGroupMark.Kind.LET_GO)));
            }
        }
        if (!owed.isEmpty()) {
            skippedTo = owed.getLast();
        }
        if (frozen > 0) {
            Duration by = interval.multipliedBy(frozen);
            Instant at = context.loop().now();
            rules.stream()
                    .filter(rule -> rule.spec() instanceof RuleSpec.Alerting)
                    .forEach(rule -> context.alerting().freeze(rule, by, at));
        }
    }

    private RuleGroupMark.Tick tick(Instant slot, RuleGroupMark.Kind kind) {
        return new RuleGroupMark.Tick(slot, context.self(), Duration.ZERO, Duration.ZERO, 0, kind);
    }

    private void arm(Instant next) {
        if (!stopped) {
            timer =
                    context.loop()
                            .after(Duration.between(context.loop().now(), next), this::onBeat);
        }
    }

    private void onBeat() {
        Instant now = context.loop().now();
        Instant last = lastSlot.orElseThrow();
        if (now.isBefore(last.plus(interval))) {
            arm(last.plus(interval));
            return;
        }
        Instant slot = slots.atOrBefore(now);
        long beats = Math.max(1, Duration.between(last, slot).dividedBy(interval));
        lastSlot = Optional.of(slot);
        arm(slot.plus(interval));
        if (isElsewhere()) {
            // Its series go on, written by the owner: they do not end here.
            rules.forEach(rule -> rule.inherit(List.of()));
            return;
        }
        if (running && !isCatchingUp()) {
            skip(slot, beats);
            return;
        }
        owe(slot);
        long caughtUp = Math.min(due.size(), beats - 1);
        context.metrics().beats(spec.key(), beats - caughtUp, beats - 1 - caughtUp);
        due.add(GroupRun.Tick.inTime(Slots.millis(slot), isOwned()));
        next();
    }

    /// Whether what is under way is late for what was missed, and not for being slow itself: then
    /// another slot waits its turn, within bounds.
    private boolean isCatchingUp() {
        return catchingUp
                && lastDuration.compareTo(interval) < 0
                && due.size() < context.settings().operation().mostCaughtUp();
    }

    private void skip(Instant slot, long beats) {
        skippedTo = Slots.millis(slot);
        passed.add(tick(skippedTo, RuleGroupMark.Kind.TOO_SLOW));
        if (passed.size() > RuleGroupMark.MOST_TICKS) {
            passed.removeFirst();
        }
        context.metrics().beats(spec.key(), beats, beats);
        Instant now = context.loop().now();
        rules.forEach(rule ->
                rule.ledger()
                        .add(
                                Ledger.Evaluation.skipped(
                                        skippedTo,
                                        now,
                                        "the evaluation before was still running")));
    }

    private void next() {
        // What somebody else has evaluated meanwhile is no longer owed.
        due.removeIf(tick -> tick.isPast() && isEvaluated(tick.slot()));
        if (running || due.isEmpty() || stopped) {
            return;
        }
        running = true;
        GroupRun.Tick tick = due.remove();
        Duration behind = Duration.between(tick.slot(), context.loop().now());
        catchingUp = tick.isPast() || (catchingUp && behind.compareTo(interval.dividedBy(2)) > 0);
        if (shared) {
            context.placement().take(spec.key(), context.loop().now());
        }
        context.ticks()
                .await(
                        inputs,
                        tick.slot(),
                        context.settings().operation().inputWait(),
                        late -> run(tick, late));
    }

    private boolean isEvaluated(Instant slot) {
        return context.marks()
                .of(spec.key())
                .filter(mark -> !mark.slot().isBefore(slot))
                .isPresent();
    }

    private void run(GroupRun.Tick tick, List<String> late) {
        if (!late.isEmpty()) {
            context.metrics().wentOnWithoutInputs(spec.key());
        }
        new GroupRun(this, context, tick, this::finished).start();
    }

    /// Takes note that the evaluation of a slot is over.
    private void finished(GroupRun run) {
        GroupRun.Tick tick = run.tick();
        running = false;
        lastDuration = run.took();
        lastEvaluation = Optional.of(tick.slot());
        context.metrics().groupEvaluated(spec.key(), lastDuration, context.loop().now());
        context.metrics().groupGave(spec.key(), rules);
        if (tick.isPast()) {
            context.metrics().caughtUp(spec.key());
        }
        if (tick.owned()) {
            mark(run);
        }
        if (stopped) {
            ended();
        } else {
            context.ticks().done(spec.key(), tick.slot());
            next();
        }
    }

    private void mark(GroupRun run) {
        Duration late = Duration.between(run.tick().slot(), run.started());
        int failed = (int) rules.stream().filter(rule -> rule.health() == RuleHealth.ERROR).count();
        passed.add(
                new RuleGroupMark.Tick(
                        run.tick().slot(),
                        context.self(),
                        late.isNegative() ? Duration.ZERO : late,
                        lastDuration,
                        failed,
                        run.tick().kind()));
        List<RuleGroupMark.Tick> before =
                context.marks().of(spec.key()).map(RuleGroupMark::ticks).orElse(List.of());
        context.marks()
                .put(
                        spec.key(),
                        new RuleGroupMark(
                                run.tick().slot(),
                                lastDuration,
                                rules.stream().map(Rule::mark).toList(),
                                RuleGroupMark.joined(before, passed)));
        passed.clear();
    }

    private void ended() {
        context.metrics().groupStopped(spec.key());
        Runnable then = whenIdle;
        whenIdle = null;
        if (then != null) {
            then.run();
        }
    }

    /// Ends the schedule; an evaluation under way comes to its end.
    ///
    /// @param then called once nothing is under way any more
    void stop(Runnable then) {
        stopped = true;
        due.clear();
        if (timer != null) {
            timer.cancel();
        }
        whenIdle = then;
        if (!running) {
            ended();
        }
        rules.forEach(rule -> rule.expression().close());
    }

    /// Goes on where a group of the same name stood before a reload: its rules' state by identity,
    /// and the beat it was on.
    void continueFrom(RuleGroup before) {
        if (before.interval.equals(interval)) {
            lastSlot = before.lastSlot;
        }
        lastDuration = before.lastDuration;
        lastEvaluation = before.lastEvaluation;
        skippedTo = before.skippedTo;
        Map<String, Rule> known =
                before.rules.stream()
                        .collect(Collectors.toMap(Rule::key, rule -> rule, (first, _) -> first));
        for (Rule rule : rules) {
            Rule old = known.remove(rule.key());
            if (old != null) {
                rule.continueFrom(old);
            }
        }
        var left = new ArrayList<Labels>(before.orphans);
        known.values().forEach(rule -> left.addAll(rule.written()));
        orphans = List.copyOf(left);
    }

    /// Stale markers for series of rules that the group had before a reload; given once.
    List<Sample> takeOrphans(long sampleMillis) {
        List<Sample> markers = StaleMarkers.of(orphans, sampleMillis);
        orphans = List.of();
        return markers;
    }

    /// Stale markers for everything the group's rules have written.
    List<Sample> markersForAll(long sampleMillis) {
        return StaleMarkers.of(
                rules.stream().flatMap(rule -> rule.written().stream()).toList(), sampleMillis);
    }
}

package tocsin.rules;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.loop.EventLoop.Timer;
import tocsin.promql.value.StaleMarker;
import tocsin.rules.SampleSink.Sample;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A group that runs: evaluated at its slots, never twice at a time. A slot that comes while the
/// one before is still being evaluated is skipped and counted. Confined to the rules loop.
final class RuleGroup {
    private final RuleGroupSpec spec;
    private final RuleContext context;
    private final List<Rule> rules;
    private final Duration interval;
    private final Duration queryOffset;
    private final Slots slots;
    private @Nullable Timer timer;
    private Optional<Instant> lastSlot = Optional.empty();
    private List<Labels> orphans = List.of();
    private Duration lastDuration = Duration.ZERO;
    private Optional<Instant> lastEvaluation = Optional.empty();
    private boolean running;
    private boolean stopped;

    RuleGroup(RuleGroupSpec spec, List<Rule> rules, RuleContext context) {
        this.spec = spec;
        this.rules = List.copyOf(rules);
        this.context = context;
        this.interval = spec.interval().orElse(context.settings().interval());
        this.queryOffset = spec.queryOffset().orElse(context.settings().queryOffset());
        this.slots = Slots.of(spec.file(), spec.name(), interval);
    }

    RuleGroupSpec spec() {
        return spec;
    }

    List<Rule> rules() {
        return rules;
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

    /// Waits for the first slot after now.
    void start() {
        Instant now = context.loop().now();
        Instant first = lastSlot.orElse(slots.atOrBefore(now));
        lastSlot = Optional.of(first);
        context.metrics().groupStarted(spec.key(), interval, rules.size());
        arm(first.plus(interval));
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
        context.metrics().beats(spec.key(), running ? beats : 1, running ? beats : beats - 1);
        arm(slot.plus(interval));
        if (!running) {
            running = true;
            // Samples have milliseconds, and so has the state of alerts: one instant for both.
            new GroupRun(this, context, slot.truncatedTo(ChronoUnit.MILLIS)).start();
        }
    }

    /// Takes note that the evaluation of a slot is over.
    void finished(Instant slot, Duration took) {
        running = false;
        lastDuration = took;
        lastEvaluation = Optional.of(slot);
        context.metrics().groupEvaluated(spec.key(), took, context.loop().now());
        if (stopped) {
            context.metrics().groupStopped(spec.key());
        }
    }

    /// Ends the schedule; an evaluation under way comes to its end.
    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
        if (!running) {
            context.metrics().groupStopped(spec.key());
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
        List<Sample> markers = stale(orphans, sampleMillis);
        orphans = List.of();
        return markers;
    }

    /// Stale markers for everything the group's rules have written.
    List<Sample> markersForAll(long sampleMillis) {
        var all = new ArrayList<Labels>();
        rules.forEach(rule -> all.addAll(rule.written()));
        return stale(all, sampleMillis);
    }

    static List<Sample> stale(List<Labels> series, long sampleMillis) {
        return series.stream()
                .map(labels -> new Sample(labels, sampleMillis, StaleMarker.VALUE))
                .toList();
    }
}

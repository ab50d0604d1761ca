package tocsin.rules;

import tocsin.labels.Labels;
import tocsin.rules.RuleGroupMark.Kind;
import tocsin.rules.SampleSink.Sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/// One evaluation of one group at one slot: a rule begins once those that it depends on have been
/// evaluated and written, so that each sees what those before it left; independent ones are
/// evaluated at the same time, as far as there are permits. On the rules loop.
final class GroupRun {
    private final RuleGroup group;
    private final RuleContext context;
    private final Tick tick;
    private final Consumer<GroupRun> over;
    private final Instant started;
    private final long startedNanos;
    private final BitSet begun = new BitSet();
    private final BitSet done = new BitSet();
    private int running;

    /// A slot of a group.
    ///
    /// @param owned whether alerting rules are evaluated too
    /// @param kind in time, or caught up
    /// @param quiet whether nothing is handed on, for later slots follow at once
    record Tick(Instant slot, boolean owned, Kind kind, boolean quiet) {
        static Tick inTime(Instant slot, boolean owned) {
            return new Tick(slot, owned, Kind.IN_TIME, false);
        }

        static Tick caughtUp(Instant slot, boolean quiet) {
            return new Tick(slot, true, Kind.CAUGHT_UP, quiet);
        }

        /// Whether nobody ran when it was due.
        boolean isPast() {
            return kind == Kind.CAUGHT_UP;
        }
    }

    /// A run.
    ///
    /// @param over called on the loop at the end
    GroupRun(RuleGroup group, RuleContext context, Tick tick, Consumer<GroupRun> over) {
        this.group = group;
        this.context = context;
        this.tick = tick;
        this.over = over;
        this.started = context.loop().now();
        this.startedNanos = context.loop().monotonicNanos();
    }

    Tick tick() {
        return tick;
    }

    Instant started() {
        return started;
    }

    Duration took() {
        return Duration.ofNanos(context.loop().monotonicNanos() - startedNanos);
    }

    void start() {
        for (int i = 0; i < group.rules().size(); i++) {
            Rule rule = group.rules().get(i);
            if (!tick.owned() && rule.spec() instanceof RuleSpec.Alerting) {
                begun.set(i);
                done.set(i);
                letGo(rule);
            }
        }
        pump();
    }

    /// The series of alerts that another member owns now end here.
    private void letGo(Rule rule) {
        if (!rule.written().isEmpty()) {
            List<Labels> series = List.copyOf(rule.written());
            rule.inherit(List.of());
            append(StaleMarkers.of(series, sampleMillis()));
        }
    }

    private long sampleMillis() {
        return tick.slot().minus(group.queryOffset()).toEpochMilli();
    }

    private void append(List<Sample> samples) {
        if (!samples.isEmpty()) {
            SampleSink results = context.samples().sinkOf(group.spec());
            context.io().execute(() -> results.append(samples));
        }
    }

    private void pump() {
        var ready = new ArrayList<Integer>();
        for (int i = begun.nextClearBit(0);
                i < group.rules().size();
                i = begun.nextClearBit(i + 1)) {
            if (isReady(i)) {
                if (running > 0 && !context.permits().take()) {
                    break;
                }
                begun.set(i);
                running++;
                ready.add(i);
            }
        }
        ready.forEach(this::begin);
        if (running == 0 && done.cardinality() == group.rules().size()) {
            append(group.takeOrphans(sampleMillis()));
            over.accept(this);
        }
    }

    private boolean isReady(int place) {
        for (int before : group.waitsFor(place)) {
            if (!done.get(before)) {
                return false;
            }
        }
        return true;
    }

    private void begin(int place) {
        Rule rule = group.rules().get(place);
        new RuleRun(group, rule, tick, context, () -> ended(place)).start();
    }

    private void ended(int place) {
        done.set(place);
        running--;
        if (running > 0) {
            context.permits().giveBack();
        }
        pump();
    }
}

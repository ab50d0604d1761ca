package tocsin.rules;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.alert.Alert;
import tocsin.labels.Labels;
import tocsin.promql.value.StaleMarker;
import tocsin.rules.SampleSink.Refused;
import tocsin.rules.SampleSink.Sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// One evaluation of one rule. Evaluating and writing block elsewhere; every decision is made on
/// the rules loop.
///
/// ```
/// io  evaluate, expand ─► loop  apply, hand alerts on ─► io  append ─► loop  note, done
/// ```
final class RuleRun {
    private static final Logger LOG = LoggerFactory.getLogger(RuleRun.class);
    private static final int LOOKED_EACH = 16;
    static final String NO_DATA = "there is no data of that time";

    private final RuleGroup group;
    private final Rule rule;
    private final GroupRun.Tick tick;
    private final RuleContext context;
    private final Runnable done;
    private final long sampleMillis;
    private final Instant started;
    private final long startedNanos;
    private OptionalLong samplesIn = OptionalLong.empty();

    /// What came of evaluating: samples for a recording rule, alerts for an alerting one, or why
    /// there is nothing.
    private sealed interface Answer {
        record Samples(List<Sample> samples, OptionalLong in) implements Answer {}

        record Alerts(List<AlertResult> alerts, OptionalLong in) implements Answer {}

        record Nothing() implements Answer {}

        record Failed(String error) implements Answer {}
    }

    RuleRun(RuleGroup group, Rule rule, GroupRun.Tick tick, RuleContext context, Runnable done) {
        this.group = group;
        this.rule = rule;
        this.tick = tick;
        this.context = context;
        this.done = done;
        this.sampleMillis = tick.slot().minus(group.queryOffset()).toEpochMilli();
        this.started = context.loop().now();
        this.startedNanos = context.loop().monotonicNanos();
    }

    void start() {
        if (rule.isFresh() && rule.spec() instanceof RuleSpec.Alerting) {
            rule.inherit(context.alerting().series(rule));
            if (rule.awaitsRestoration() && context.marks().knows(group.spec().key(), rule.id())) {
                rule.forgoRestoration();
            }
        }
        context.io()
                .execute(() -> {
                    Answer answer = answer();
                    context.loop().execute(() -> apply(answer));
                });
    }

    private Answer answer() {
        try {
            Expression.Answer result = rule.expression().answer(sampleMillis);
            if (tick.isPast() && hasNoData(result)) {
                return new Answer.Nothing();
            }
            return made(result.samples(), in(result));
        } catch (EvaluationException e) {
            return new Answer.Failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error(
                    "a rule failed unexpectedly group={} rule={}",
                    group.spec().key(),
                    rule.spec().name(),
                    e);
            return new Answer.Failed(e.toString());
        }
    }

    private Answer made(List<Sample> samples, OptionalLong in) throws EvaluationException {
        return switch (rule.spec()) {
            case RuleSpec.Recording recording ->
                    new Answer.Samples(
                            RecordingRules.samples(
                                    recording, samples, sampleMillis, group.spec().limit()),
                            in);
            case RuleSpec.Alerting alerting ->
                    new Answer.Alerts(
                            AlertResult.of(
                                    alerting,
                                    samples,
                                    tick.slot().toEpochMilli(),
                                    context.templates().templatesOf(group.spec())),
                            in);
        };
    }

    /// How many samples were read. Where another rule read for this one that is not known; now and
    /// then it is looked whether there is anything at all.
    private OptionalLong in(Expression.Answer result) throws EvaluationException {
        long slot = tick.slot().getEpochSecond() / Math.max(1, group.interval().toSeconds());
        return result.samplesRead().isEmpty() && slot % LOOKED_EACH == 0 && hasNoData(result)
                ? OptionalLong.of(0)
                : result.samplesRead();
    }

    /// Whether nothing at all is known of that time, so that no condition can be said to have ended
    /// in it.
    private boolean hasNoData(Expression.Answer result) throws EvaluationException {
        return result.samplesRead().orElse(0) == 0
                && result.samples().isEmpty()
                && !rule.expression().selectors().isEmpty()
                && !rule.expression().hasData(sampleMillis);
    }

    private void apply(Answer answer) {
        context.metrics().ruleEvaluated(group.spec().key());
        switch (answer) {
            case Answer.Failed(String error) -> failed(error);
            case Answer.Nothing() -> passOver();
            case Answer.Samples(List<Sample> samples, OptionalLong in) -> {
                samplesIn = in;
                write(samples);
            }
            case Answer.Alerts(List<AlertResult> alerts, OptionalLong in) -> {
                samplesIn = in;
                raise(alerts);
            }
        }
    }

    private void passOver() {
        if (rule.spec() instanceof RuleSpec.Alerting) {
            context.alerting().freeze(rule, group.interval(), tick.slot());
        }
        rule.ledger().add(Ledger.Evaluation.skipped(tick.slot(), started, NO_DATA));
        done.run();
    }

    private void raise(List<AlertResult> results) {
        var turn =
                new AlertingRules.Turn(
                        rule,
                        (RuleSpec.Alerting) rule.spec(),
                        tick,
                        sampleMillis,
                        group.interval(),
                        group.spec().limit());
        try {
            AlertingRules.Outcome outcome = context.alerting().apply(turn, results);
            List<Alert> toSend = outcome.toSend();
            if (!toSend.isEmpty()) {
                context.alerts().accept(toSend);
            }
            if (outcome.fires()) {
                rule.fired(tick.slot());
            }
            write(rule.awaitsRestoration() ? List.of() : outcome.samples());
        } catch (EvaluationException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    private void write(List<Sample> samples) {
        var batch = new ArrayList<Sample>(samples);
        Set<Labels> present = HashSet.newHashSet(samples.size());
        samples.forEach(sample -> present.add(sample.labels()));
        List<Labels> vanished =
                rule.written().stream().filter(labels -> !present.contains(labels)).toList();
        batch.addAll(StaleMarkers.of(vanished, sampleMillis));
        context.io()
                .execute(() -> {
                    List<Refused> refused = append(batch);
                    context.loop().execute(() -> written(samples, refused));
                });
    }

    private SampleSink results() {
        return context.samples().sinkOf(group.spec());
    }

    private List<Refused> append(List<Sample> batch) {
        try {
            return batch.isEmpty() ? List.of() : results().append(batch);
        } catch (RuntimeException e) {
            LOG.error("results could not be written group={}", group.spec().key(), e);
            Sample first = batch.getFirst();
            return List.of(new Refused(first, SampleSink.Reason.LIMIT, e.toString()));
        }
    }

    private void written(List<Sample> samples, List<Refused> refused) {
        @Nullable Refused first =
                refused.stream().filter(one -> matters(one)).findFirst().orElse(null);
        if (first != null) {
            LOG.warn(
                    "results of a rule were refused group={} rule={} refused={} reason={}",
                    group.spec().key(),
                    rule.spec().name(),
                    refused.size(),
                    first.reason());
            failed(first.message());
            return;
        }
        Duration took = took();
        rule.wrote(samples);
        rule.succeeded(tick.slot(), took, samples.size());
        note(samples.size(), "");
        context.metrics().ruleTook(took);
        end();
    }

    private void end() {
        if (rule.isRestoredNow()) {
            RuleSpec.Alerting spec = (RuleSpec.Alerting) rule.spec();
            context.io()
                    .execute(() -> {
                        Map<Labels, Instant> activeSince = before(spec);
                        context.loop().execute(() -> restore(activeSince));
                    });
        } else {
            done.run();
        }
    }

    /// Since when its alerts were active before. A storage that does not answer holds nothing up:
    /// the alerts then begin anew.
    private Map<Labels, Instant> before(RuleSpec.Alerting spec) {
        Restoration restoration = context.settings().operation().restoration();
        long to = tick.slot().toEpochMilli();
        long from = to - restoration.outageTolerance().toMillis() - 1;
        try {
            List<Sample> last =
                    context.expressions()
                            .expressionsOf(group.spec())
                            .lastOf(Restoration.matchers(spec), from, to);
            return restoration.activeSince(last, spec.holdFor(), tick.slot());
        } catch (EvaluationException | RuntimeException e) {
            LOG.atError()
                    .addKeyValue("group", group.spec().key())
                    .addKeyValue("rule", spec.name())
                    .addKeyValue("err", e)
                    .log("The state of alerts could not be restored");
            return Map.of();
        }
    }

    private void restore(Map<Labels, Instant> activeSince) {
        int restored = context.alerting().restore(rule, activeSince, tick.slot());
        if (restored > 0) {
            LOG.atInfo()
                    .addKeyValue("group", group.spec().key())
                    .addKeyValue("rule", rule.spec().name())
                    .addKeyValue("alerts", restored)
                    .log("The state of alerts was restored from ALERTS_FOR_STATE");
        }
        context.metrics().restored(group.spec().key(), took());
        done.run();
    }

    /// A slot that is caught up may have been written before, by this member or from elsewhere.
    private boolean matters(Refused refused) {
        boolean expected = tick.isPast() && refused.reason() != SampleSink.Reason.LIMIT;
        return !expected && !StaleMarker.is(refused.sample().value());
    }

    private void failed(String error) {
        context.metrics().ruleFailed(group.spec().key());
        LOG.warn(
                "Evaluating rule failed group={} rule={} err={}",
                group.spec().key(),
                rule.spec().name(),
                error);
        Duration took = took();
        rule.failed(tick.slot(), took, error);
        note(0, error);
        context.metrics().ruleTook(took);
        end();
    }

    private void note(int series, String error) {
        rule.ledger()
                .add(
                        new Ledger.Evaluation(
                                tick.slot(), started, took(), samplesIn, series, error, ""));
    }

    private Duration took() {
        return Duration.ofNanos(context.loop().monotonicNanos() - startedNanos);
    }
}

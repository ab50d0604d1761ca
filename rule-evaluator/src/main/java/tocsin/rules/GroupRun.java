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
import java.util.Set;

/// One evaluation of one group at one slot: rule after rule, so that each sees what those before it
/// have written. Evaluating and writing block elsewhere; every decision is made on the rules loop.
///
/// ```
/// loop  next ─► io  evaluate, expand ─► loop  apply, hand alerts on ─► io  append ─► loop  next …
/// ```
final class GroupRun {
    private static final Logger LOG = LoggerFactory.getLogger(GroupRun.class);

    private final RuleGroup group;
    private final RuleContext context;
    private final Instant slot;
    private final long sampleMillis;
    private final long startedNanos;
    private int index;
    private long ruleStartedNanos;

    /// What came of evaluating: samples for a recording rule, alerts for an alerting one, or why
    /// there is nothing.
    private sealed interface Answer {
        record Samples(List<Sample> samples) implements Answer {}

        record Alerts(List<AlertResult> alerts) implements Answer {}

        record Failed(String error) implements Answer {}
    }

    GroupRun(RuleGroup group, RuleContext context, Instant slot) {
        this.group = group;
        this.context = context;
        this.slot = slot;
        this.sampleMillis = slot.minus(group.queryOffset()).toEpochMilli();
        this.startedNanos = context.loop().monotonicNanos();
    }

    void start() {
        next();
    }

    private void next() {
        boolean owned = context.ownership().owns(group.spec().key());
        while (index < group.rules().size()) {
            Rule rule = group.rules().get(index);
            if (owned || rule.spec() instanceof RuleSpec.Recording) {
                ruleStartedNanos = context.loop().monotonicNanos();
                context.io().execute(() -> evaluate(rule));
                return;
            }
            index++;
        }
        finish();
    }

    private void finish() {
        List<Sample> orphans = group.takeOrphans(sampleMillis);
        if (!orphans.isEmpty()) {
            context.io().execute(() -> context.samples().append(orphans));
        }
        group.finished(slot, Duration.ofNanos(context.loop().monotonicNanos() - startedNanos));
    }

    private void evaluate(Rule rule) {
        Answer answer = answer(rule);
        context.loop().execute(() -> apply(rule, answer));
    }

    private Answer answer(Rule rule) {
        try {
            List<Sample> result = rule.expression().evaluate(sampleMillis);
            return switch (rule.spec()) {
                case RuleSpec.Recording recording ->
                        new Answer.Samples(
                                RecordingRules.samples(
                                        recording, result, sampleMillis, group.spec().limit()));
                case RuleSpec.Alerting alerting ->
                        new Answer.Alerts(
                                AlertResult.of(
                                        alerting,
                                        result,
                                        slot.toEpochMilli(),
                                        context.templates()));
            };
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

    private void apply(Rule rule, Answer answer) {
        context.metrics().ruleEvaluated(group.spec().key());
        switch (answer) {
            case Answer.Failed(String error) -> {
                failed(rule, error);
                proceed();
            }
            case Answer.Samples(List<Sample> samples) -> write(rule, samples);
            case Answer.Alerts(List<AlertResult> alerts) -> raise(rule, alerts);
        }
    }

    private void raise(Rule rule, List<AlertResult> results) {
        var turn =
                new AlertingRules.Turn(
                        rule,
                        (RuleSpec.Alerting) rule.spec(),
                        slot,
                        sampleMillis,
                        group.interval(),
                        group.spec().limit());
        try {
            AlertingRules.Outcome outcome = context.alerting().apply(turn, results);
            List<Alert> toSend = outcome.toSend();
            if (!toSend.isEmpty()) {
                context.alerts().accept(toSend);
            }
            write(rule, outcome.samples());
        } catch (EvaluationException e) {
            failed(rule, String.valueOf(e.getMessage()));
            proceed();
        }
    }

    private void write(Rule rule, List<Sample> samples) {
        var batch = new ArrayList<Sample>(samples);
        Set<Labels> present = new HashSet<>(2 * samples.size());
        samples.forEach(sample -> present.add(sample.labels()));
        List<Labels> vanished =
                rule.written().stream().filter(labels -> !present.contains(labels)).toList();
        batch.addAll(RuleGroup.stale(vanished, sampleMillis));
        context.io()
                .execute(() -> {
                    List<Refused> refused = append(batch);
                    context.loop().execute(() -> written(rule, samples, refused));
                });
    }

    private List<Refused> append(List<Sample> batch) {
        try {
            return batch.isEmpty() ? List.of() : context.samples().append(batch);
        } catch (RuntimeException e) {
            LOG.error("results could not be written group={}", group.spec().key(), e);
            Sample first = batch.getFirst();
            return List.of(new Refused(first, SampleSink.Reason.LIMIT, e.toString()));
        }
    }

    private void written(Rule rule, List<Sample> samples, List<Refused> refused) {
        @Nullable Refused first =
                refused.stream()
                        .filter(one -> !StaleMarker.is(one.sample().value()))
                        .findFirst()
                        .orElse(null);
        Duration took = took();
        if (first == null) {
            rule.wrote(samples);
            rule.succeeded(slot, took);
            note(rule, samples.size(), "");
        } else {
            LOG.warn(
                    "results of a rule were refused group={} rule={} refused={} reason={}",
                    group.spec().key(),
                    rule.spec().name(),
                    refused.size(),
                    first.reason());
            failed(rule, first.message());
        }
        context.metrics().ruleTook(took);
        proceed();
    }

    private void failed(Rule rule, String error) {
        context.metrics().ruleFailed(group.spec().key());
        LOG.warn(
                "Evaluating rule failed group={} rule={} err={}",
                group.spec().key(),
                rule.spec().name(),
                error);
        rule.failed(slot, took(), error);
        note(rule, 0, error);
    }

    private void note(Rule rule, int series, String error) {
        Duration lateness =
                Duration.between(slot, context.loop().now())
                        .minusNanos(context.loop().monotonicNanos() - ruleStartedNanos);
        rule.ledger().add(new Ledger.Evaluation(slot, lateness, took(), series, error));
    }

    private Duration took() {
        return Duration.ofNanos(context.loop().monotonicNanos() - ruleStartedNanos);
    }

    private void proceed() {
        index++;
        next();
    }
}

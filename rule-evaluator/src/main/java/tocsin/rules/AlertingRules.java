package tocsin.rules;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.rules.SampleSink.Sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What becomes of the result of an alerting rule: the next state of each alert, what is handed to
/// the pipeline, and the series `ALERTS` and `ALERTS_FOR_STATE`. Confined to the rules loop.
final class AlertingRules {
    private final RuleStates states;
    private final Duration resendDelay;
    private final String externalUrl;

    AlertingRules(RuleStates states, RuleSettings settings) {
        this.states = states;
        this.resendDelay = settings.resendDelay();
        this.externalUrl = settings.externalUrl();
    }

    /// What follows from one evaluation.
    ///
    /// @param fires whether any alert fires
    record Outcome(List<Sample> samples, List<Alert> toSend, boolean fires) {}

    /// Where and when a rule was evaluated.
    record Turn(
            Rule rule,
            RuleSpec.Alerting spec,
            GroupRun.Tick tick,
            long sampleMillis,
            Duration interval,
            int limit) {
        Instant slot() {
            return tick.slot();
        }
    }

    /// Moves every alert of a rule on.
    ///
    /// @throws EvaluationException when more alerts are active than the group's limit; all state of
    ///   the rule is dropped, as upstream does
    Outcome apply(Turn turn, List<AlertResult> results) throws EvaluationException {
        var delays = new AlertState.Delays(turn.spec().holdFor(), turn.spec().keepFiringFor());
        Map<Fingerprint, RuleAlert> known = states.of(turn.rule().key());
        var next = new LinkedHashMap<Fingerprint, RuleAlert>();
        for (AlertResult result : results) {
            Fingerprint fingerprint = result.labels().fingerprint();
            RuleAlert before = known.remove(fingerprint);
            Optional<AlertState> state = before == null ? Optional.empty() : before.state();
            Optional<AlertState> after = AlertState.next(state, true, turn.slot(), delays);
            Optional<Instant> sent =
                    continues(state, after) && before != null
                            ? before.lastSentAt()
                            : Optional.empty();
            next.put(
                    fingerprint,
                    new RuleAlert(
                            result.labels(),
                            result.annotations(),
                            result.value(),
                            after,
                            sent,
                            turn.slot()));
        }
        known.forEach((fingerprint, alert) ->
                next.put(
                        fingerprint,
                        alert.evaluated(
                                AlertState.next(alert.state(), false, turn.slot(), delays),
                                turn.slot())));
        return conclude(turn, next);
    }

    /// Whether an alert's story goes on, so that what was sent of it still counts.
    private static boolean continues(Optional<AlertState> before, Optional<AlertState> after) {
        boolean wasFiring = before.filter(AlertState.Firing.class::isInstance).isPresent();
        return wasFiring && after.filter(AlertState.Firing.class::isInstance).isPresent();
    }

    private Outcome conclude(Turn turn, Map<Fingerprint, RuleAlert> next)
            throws EvaluationException {
        long active = next.values().stream().filter(AlertingRules::isActive).count();
        if (turn.limit() > 0 && active > turn.limit()) {
            next.values()
                    .forEach(alert ->
                            states.put(
                                    turn.rule().key(),
                                    alert.evaluated(Optional.empty(), turn.slot())));
            throw new EvaluationException(
                    "exceeded limit of " + turn.limit() + " with " + active + " alerts");
        }
        var samples = new ArrayList<Sample>();
        var toSend = new ArrayList<Alert>();
        boolean fires = false;
        for (RuleAlert alert : next.values()) {
            RuleAlert kept = alert;
            if (!turn.tick().quiet() && alert.needsSending(turn.slot(), resendDelay)) {
                kept = alert.sent(turn.slot());
                toSend.add(toSend(turn, alert));
            }
            states.put(turn.rule().key(), kept);
            addSamples(turn.spec(), turn.sampleMillis(), alert, samples);
            fires |= alert.state().orElse(null) instanceof AlertState.Firing;
        }
        return new Outcome(samples, toSend, fires);
    }

    private static boolean isActive(RuleAlert alert) {
        return alert.state().filter(state -> !(state instanceof AlertState.Resolved)).isPresent();
    }

    private Alert toSend(Turn turn, RuleAlert alert) {
        Duration longest =
                turn.interval().compareTo(resendDelay) > 0 ? turn.interval() : resendDelay;
        Instant validUntil = turn.slot().plus(longest.multipliedBy(4));
        String link =
                externalUrl
                        + ExpressionLink.path(
                                turn.rule().expression().canonical(), ExpressionLink.TABLE);
        return switch (alert.state().orElseThrow()) {
            case AlertState.Pending _ ->
                    throw new IllegalStateException("a pending alert is not sent");
            case AlertState.Firing firing ->
                    new Alert(
                            alert.labels(),
                            alert.annotations(),
                            firing.firedAt(),
                            validUntil,
                            turn.slot(),
                            link,
                            false);
            case AlertState.Resolved resolved ->
                    new Alert(
                            alert.labels(),
                            alert.annotations(),
                            resolved.firedAt(),
                            resolved.resolvedAt(),
                            turn.slot(),
                            link,
                            false);
        };
    }

    private static void addSamples(
            RuleSpec.Alerting spec, long millis, RuleAlert alert, List<Sample> samples) {
        String word =
                alert.state()
                        .map(state ->
                                switch (state) {
                                    case AlertState.Pending _ -> "pending";
                                    case AlertState.Firing _ -> "firing";
                                    case AlertState.Resolved _ -> "";
                                })
                        .orElse("");
        if (word.isEmpty()) {
            return;
        }
        var labels = new LabelsBuilder();
        spec.labels().forEach(labels::set);
        alert.labels().forEachLabel(labels::set);
        labels.set(Labels.ALERT_NAME, spec.name());
        labels.set(Labels.METRIC_NAME, Restoration.SERIES);
        double activeAt = alert.state().orElseThrow().activeAt().getEpochSecond();
        samples.add(new Sample(labels.build(), millis, activeAt));
        labels.set(Labels.METRIC_NAME, "ALERTS").set("alertstate", word);
        samples.add(new Sample(labels.build(), millis, 1));
    }

    /// The alerts of a rule that are not over, for the API.
    List<RuleAlert> active(Rule rule) {
        return states.of(rule.key()).values().stream().filter(AlertingRules::isActive).toList();
    }

    /// The series that stand for the alerts of a rule that are not over.
    List<Labels> series(Rule rule) {
        var samples = new ArrayList<Sample>();
        if (rule.spec() instanceof RuleSpec.Alerting spec) {
            active(rule).forEach(alert -> addSamples(spec, 0, alert, samples));
        }
        return samples.stream().map(Sample::labels).toList();
    }

    /// Takes over since when alerts were active that wait for their `for`.
    ///
    /// @return how many there are
    int restore(Rule rule, Map<Labels, Instant> activeSince, Instant slot) {
        int restored = 0;
        for (RuleAlert alert : states.of(rule.key()).values()) {
            Optional<AlertState> before =
                    Restoration.restored(alert, activeSince, rule.awaitsSince());
            if (before.isPresent()) {
                states.put(rule.key(), alert.evaluated(before, slot));
                restored++;
            }
        }
        return restored;
    }

    /// Takes a stretch of time, of which nothing is known, out of every `for` and `keep_firing_for`
    /// that runs.
    void freeze(Rule rule, Duration by, Instant slot) {
        states.of(rule.key())
                .values()
                .forEach(alert ->
                        alert.state()
                                .ifPresent(state -> {
                                    AlertState frozen = state.movedBy(by);
                                    if (!frozen.equals(state)) {
                                        states.put(
                                                rule.key(),
                                                alert.evaluated(Optional.of(frozen), slot));
                                    }
                                }));
    }
}

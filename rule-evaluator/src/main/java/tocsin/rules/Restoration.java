package tocsin.rules;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.value.StaleMarker;
import tocsin.rules.SampleSink.Sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a `for` goes on of which no member remembers anything: after the loss of all data folders,
/// or with the samples of a Prometheus that evaluated the rules until now. What `ALERTS_FOR_STATE`
/// last said is taken over, as upstream does at each start.
///
/// For the members of a cluster, and for a member that starts again, the replicated state remembers
/// more, and to the millisecond; where it knows a rule this has no say.
///
/// @param outageTolerance how far back `ALERTS_FOR_STATE` is looked for
/// @param gracePeriod rules with a shorter `for` begin anew; others do not fire sooner than this
///   after the restoration, so that there is time to see that the condition is gone
public record Restoration(Duration outageTolerance, Duration gracePeriod) {
    /// Upstream's.
    public static final Restoration DEFAULT =
            new Restoration(Duration.ofHours(1), Duration.ofMinutes(10));

    /// Nothing is looked for, and nothing waits for it.
    public static final Restoration NONE = new Restoration(Duration.ZERO, Duration.ZERO);

    /// The series of `for`: its value is since when an alert is active, in seconds.
    static final String SERIES = "ALERTS_FOR_STATE";

    /// How many evaluations there are before: recording rules that an alert depends on have been
    /// evaluated by then.
    static final int EVALUATIONS = 2;

    /// Whether there is anything to restore for such a `for`.
    boolean concerns(Duration holdFor) {
        return outageTolerance.isPositive() && holdFor.compareTo(gracePeriod) >= 0;
    }

    /// What finds the series of a rule. A label that a template makes may be anything.
    static List<Matcher> matchers(RuleSpec.Alerting rule) {
        var matchers = new ArrayList<Matcher>();
        matchers.add(Matcher.equal(Labels.METRIC_NAME, SERIES));
        matchers.add(Matcher.equal(Labels.ALERT_NAME, rule.name()));
        rule.labels()
                .forEach((name, value) -> {
                    if (!value.contains("{{")) {
                        matchers.add(Matcher.equal(name, value));
                    }
                });
        return matchers;
    }

    /// Since when alerts were active before, by their labels.
    ///
    /// @param last the last sample of each series; one that ends with a stale marker was over
    Map<Labels, Instant> activeSince(List<Sample> last, Duration holdFor, Instant now) {
        var since = new HashMap<Labels, Instant>();
        for (Sample sample : last) {
            if (!StaleMarker.is(sample.value()) && sample.histogram() == null) {
                Instant downAt =
                        Instant.ofEpochSecond(Math.floorDiv(sample.timestampMillis(), 1_000L));
                Instant activeAt = Instant.ofEpochSecond((long) sample.value());
                since.put(
                        sample.labels().without(List.of(Labels.METRIC_NAME)),
                        activeAt(activeAt, downAt, holdFor, now));
            }
        }
        return since;
    }

    /// Since when an alert counts as active.
    ///
    /// | what of `for` was left at `downAt` | active since                        |
    /// |------------------------------------|-------------------------------------|
    /// | nothing                            | `activeAt`: it fires at once        |
    /// | less than the grace period         | so that it fires a grace period on  |
    /// | more                               | `activeAt`, the outage not counted  |
    Instant activeAt(Instant activeAt, Instant downAt, Duration holdFor, Instant now) {
        Duration left = holdFor.minus(Duration.between(activeAt, downAt));
        if (!left.isPositive()) {
            return activeAt;
        }
        return left.compareTo(gracePeriod) < 0
                ? now.plus(gracePeriod).minus(holdFor)
                : activeAt.plus(Duration.between(downAt, now));
    }

    /// An alert that waits for its `for`, as it was before; empty when nothing is known of it, or
    /// when it was active before `from`, which another member has told by now.
    static Optional<AlertState> restored(
            RuleAlert alert, Map<Labels, Instant> activeSince, Instant from) {
        return alert.state()
                .filter(AlertState.Pending.class::isInstance)
                .filter(state -> !state.activeAt().isBefore(from))
                .flatMap(_ -> Optional.ofNullable(activeSince.get(alert.labels())))
                .map(AlertState.Pending::new);
    }
}

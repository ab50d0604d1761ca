package tocsin.pipeline;

import tocsin.inhibit.InhibitRule;
import tocsin.notify.Receiver;
import tocsin.notify.RouteLabels;
import tocsin.outbox.OutboxTerms;
import tocsin.routing.Route;
import tocsin.timeinterval.TimeInterval;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an `alertmanager.yml` says, as valid objects; a reload replaces it whole.
///
/// @param receivers in order of the file
/// @param timeIntervals by name; a moment is within when any of the list contains it
/// @param resolveTimeout how long an alert is believed in when nobody says when it ends
/// @param outbox how receivers are spoken to; from `tocsin.yml`
public record PipelineConfig(
        Route route,
        List<Receiver> receivers,
        List<InhibitRule> inhibitRules,
        Map<String, List<TimeInterval>> timeIntervals,
        Duration resolveTimeout,
        RouteLabels routeLabels,
        OutboxTerms outbox) {

    /// Upstream's default for `resolve_timeout`.
    public static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);

    /// Copies the collections and checks that every name used is defined.
    ///
    /// @throws IllegalArgumentException in upstream's words
    public PipelineConfig {
        receivers = List.copyOf(receivers);
        inhibitRules = List.copyOf(inhibitRules);
        timeIntervals = Map.copyOf(timeIntervals);
        check(route, receivers, timeIntervals.keySet());
    }

    /// One that says nothing of how receivers are spoken to.
    public PipelineConfig(
            Route route,
            List<Receiver> receivers,
            List<InhibitRule> inhibitRules,
            Map<String, List<TimeInterval>> timeIntervals,
            Duration resolveTimeout,
            RouteLabels routeLabels) {
        this(
                route,
                receivers,
                inhibitRules,
                timeIntervals,
                resolveTimeout,
                routeLabels,
                OutboxTerms.DEFAULT);
    }

    /// The same with other terms.
    public PipelineConfig with(OutboxTerms terms) {
        return new PipelineConfig(
                route, receivers, inhibitRules, timeIntervals, resolveTimeout, routeLabels, terms);
    }

    private static void check(Route root, List<Receiver> receivers, Set<String> intervals) {
        var names = new HashSet<String>();
        for (Receiver receiver : receivers) {
            if (!names.add(receiver.name())) {
                throw new IllegalArgumentException(
                        "notification config name \"" + receiver.name() + "\" is not unique");
            }
        }
        root.walk(route -> {
            if (!names.contains(route.receiver())) {
                throw new IllegalArgumentException(
                        "undefined receiver \"" + route.receiver() + "\" used in route");
            }
            var used = new ArrayList<>(route.muteTimeIntervals());
            used.addAll(route.activeTimeIntervals());
            used.removeAll(intervals);
            if (!used.isEmpty()) {
                throw new IllegalArgumentException(
                        "undefined time interval \"" + used.getFirst() + "\" used in route");
            }
        });
    }
}

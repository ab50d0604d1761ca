package tocsin.pipeline;

import tocsin.alert.Alert;
import tocsin.dispatch.Dispatcher;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.loop.EventLoop;
import tocsin.nflog.LogEntry;
import tocsin.nflog.LogKey;
import tocsin.nflog.NotificationLog;
import tocsin.notify.Integration;
import tocsin.notify.Receiver;
import tocsin.pipeline.Explanation.Ear;
import tocsin.pipeline.Explanation.LastTold;
import tocsin.pipeline.Explanation.Way;
import tocsin.routing.Route;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Says how it stands with one alert on each of its ways to a receiver, and why. Asks the same
/// parts that decide, at this moment. Confined to the pipeline's loop.
final class Explainer {
    private final EventLoop loop;
    private final Views views;
    private final Dispatcher dispatcher;
    private final NotificationLog log;
    private final Supplier<Views.Current> current;

    Explainer(
            EventLoop loop,
            Views views,
            Dispatcher dispatcher,
            NotificationLog log,
            Supplier<Views.Current> current) {
        this.loop = loop;
        this.views = views;
        this.dispatcher = dispatcher;
        this.log = log;
        this.current = current;
    }

    Optional<Explanation> explain(Fingerprint id) {
        Instant now = loop.now();
        return views.alert(id)
                .map(view -> {
                    List<Way> ways =
                            current.get().config().route().match(view.alert().labels()).stream()
                                    .map(route -> way(view, route, now))
                                    .toList();
                    return new Explanation(view, state(view.alert(), now), ways);
                });
    }

    private static String state(Alert alert, Instant now) {
        if (!alert.isResolved(now)) {
            return "firing";
        }
        return alert.isExpired(now) ? "expired" : "resolved";
    }

    private Way way(AlertView view, Route route, Instant now) {
        Labels labels = route.groupBy().of(view.alert().labels());
        Optional<Instant> nextFlush =
                dispatcher.group(route, labels).map(group -> group.state().nextFlush());
        List<String> mutedBy = current.get().calendar().mutedBy(route, now);
        List<Ear> ears =
                current.get().config().receivers().stream()
                        .filter(receiver -> receiver.name().equals(route.receiver()))
                        .map(Receiver::integrations)
                        .flatMap(List::stream)
                        .map(each -> ear(view, route, labels, each, mutedBy, nextFlush))
                        .toList();
        return new Way(
                route.id(),
                route.receiver(),
                route.groupKey(labels),
                labels,
                nextFlush,
                mutedBy,
                ears);
    }

    private Ear ear(
            AlertView view,
            Route route,
            Labels labels,
            Integration integration,
            List<String> mutedBy,
            Optional<Instant> nextFlush) {
        var key =
                new LogKey(
                        route.groupKey(labels),
                        route.receiver(),
                        integration.name(),
                        integration.index());
        Fingerprint id = view.alert().fingerprint();
        Optional<LogEntry> entry = log.last(key);
        Optional<LastTold> told =
                entry.map(found ->
                        new LastTold(
                                found.at(),
                                log.teller(key),
                                found.firing().contains(id),
                                found.resolved().contains(id)));
        String muted = muted(view.status(), mutedBy);
        Optional<Instant> looked = nextFlush.filter(_ -> isHeld(route, labels, id));
        String why =
                view.alert().isResolved(loop.now())
                        ? whyEnded(told, integration, looked, muted)
                        : whyFiring(told, route, looked, muted);
        return new Ear(key.place(), told, why);
    }

    /// Whether its group holds it still. An end that was looked at is no longer held.
    private boolean isHeld(Route route, Labels labels, Fingerprint id) {
        return dispatcher.group(route, labels).stream()
                .flatMap(group -> group.alerts().stream())
                .anyMatch(alert -> alert.fingerprint().equals(id));
    }

    private static String muted(AlertStatus status, List<String> mutedBy) {
        if (!status.inhibitedBy().isEmpty()) {
            return "inhibited by alert " + status.inhibitedBy().getFirst();
        }
        if (!mutedBy.isEmpty()) {
            return "muted by the time interval " + String.join(", ", mutedBy);
        }
        return status.silencedBy().isEmpty()
                ? ""
                : "silenced by " + String.join(", ", status.silencedBy());
    }

    private static String whyFiring(
            Optional<LastTold> told, Route route, Optional<Instant> nextFlush, String muted) {
        String before =
                told.filter(LastTold::asFiring)
                        .map(last -> "told as firing at " + last.at() + " by " + last.member())
                        .orElse("");
        if (!muted.isEmpty()) {
            return before.isEmpty() ? "not told: " + muted : before + "; not told again: " + muted;
        }
        if (!before.isEmpty()) {
            return before
                    + "; told again at the first flush after "
                    + told.orElseThrow().at().plus(route.repeatInterval());
        }
        return nextFlush
                .map(at -> "not told yet: its group is looked at next at " + at)
                .orElse("not told: it is in no group; there may be too many");
    }

    private static String whyEnded(
            Optional<LastTold> told,
            Integration integration,
            Optional<Instant> nextFlush,
            String muted) {
        if (told.filter(LastTold::asResolved).isPresent()) {
            return "the end was told at " + told.get().at() + " by " + told.get().member();
        }
        if (told.filter(LastTold::asFiring).isEmpty()) {
            return "the end is not told: the alert was not told as firing";
        }
        if (!integration.sendResolved()) {
            return "the end is not told: send_resolved is off";
        }
        if (!muted.isEmpty() && !integration.closesIncidents()) {
            return "the end is not told: " + muted;
        }
        String inSpite =
                muted.isEmpty()
                        ? ""
                        : ", so that no incident stays open, in spite of being " + muted;
        return nextFlush
                .map(at -> "the end is told when its group is looked at next, at " + at + inSpite)
                .orElse("the end was not told: it was muted when its group was looked at");
    }
}

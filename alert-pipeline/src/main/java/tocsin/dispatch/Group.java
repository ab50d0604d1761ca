package tocsin.dispatch;

import org.jspecify.annotations.Nullable;

import tocsin.alert.Alert;
import tocsin.alert.AlertOrder;
import tocsin.alerts.AlertTable;
import tocsin.alerts.Tracked;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.loop.EventLoop.Timer;
import tocsin.routing.Route;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The alerts of one route that share the labels it groups by.
final class Group {
    private final GroupKey id;
    private final Labels labels;
    private Route route;
    private String key;
    private AlertTable alerts = new AlertTable();
    private final Set<Fingerprint> expired = new HashSet<>(0);
    private GroupState state;
    private @Nullable Timer timer;

    Group(Route route, Labels labels, GroupState state) {
        this.id = GroupKey.of(route, labels);
        this.route = route;
        this.labels = labels;
        this.state = state;
        this.key = route.groupKey(labels);
    }

    GroupKey id() {
        return id;
    }

    Labels labels() {
        return labels;
    }

    Route route() {
        return route;
    }

    String key() {
        return key;
    }

    GroupState state() {
        return state;
    }

    boolean isEmpty() {
        return alerts.isEmpty();
    }

    List<Alert> alerts() {
        var all = new ArrayList<Alert>(alerts.size());
        alerts.forEach(each -> all.add(each.alert()));
        return all;
    }

    boolean has(Fingerprint alert) {
        return alerts.get(alert) != null;
    }

    /// Adds or renews an alert; whether it was not there.
    boolean put(Tracked alert) {
        expired.remove(alert.alert().fingerprint());
        return alerts.put(alert) == null;
    }

    void state(GroupState newState) {
        state = newState;
    }

    /// Runs `task` at the next flush, in place of what was to run before.
    void arm(@Nullable Timer newTimer) {
        if (timer != null) {
            timer.cancel();
        }
        timer = newTimer;
    }

    /// Empties the group for a reload that shows it all alerts anew, and gives what it held.
    AlertTable restart(Route newRoute) {
        AlertTable before = alerts;
        alerts = new AlertTable();
        route = newRoute;
        key = newRoute.groupKey(labels);
        return before;
    }

    /// The alerts to tell about, in upstream's order.
    List<Alert> snapshot() {
        return AlertOrder.sorted(alerts());
    }

    /// The alerts that ended because nobody spoke of them again; each is given once.
    List<Alert> expired(Instant now) {
        var found = new ArrayList<Alert>(0);
        alerts.forEach(each -> {
            Alert alert = each.alert();
            if (alert.isExpired(now) && expired.add(alert.fingerprint())) {
                found.add(alert);
            }
        });
        return found;
    }

    /// Forgets those told alerts that had ended by then and were not heard of since.
    void forget(List<Alert> told, Instant at) {
        for (Alert alert : told) {
            Tracked there = alerts.get(alert.fingerprint());
            if (alert.isResolved(at)
                    && there != null
                    && there.alert().updatedAt().equals(alert.updatedAt())
                    && there.alert().endsAt().equals(alert.endsAt())) {
                alerts.remove(alert.fingerprint());
                expired.remove(alert.fingerprint());
            }
        }
    }
}

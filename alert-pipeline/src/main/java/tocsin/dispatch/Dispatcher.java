package tocsin.dispatch;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.alert.Alert;
import tocsin.alerts.AlertStore;
import tocsin.alerts.Tracked;
import tocsin.history.Event;
import tocsin.history.Recorder;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.loop.EventLoop;
import tocsin.notify.Flush;
import tocsin.notify.Notifications;
import tocsin.notify.Outcome;
import tocsin.notify.Peers;
import tocsin.notify.SendOrder;
import tocsin.replica.ReplicatedMap;
import tocsin.routing.Route;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Forms groups of alerts and flushes each at its time. Every member forms every group, for it
/// knows every alert; the timers are shared, so that members look at a group at the same instants,
/// also after a restart. Who tells is settled later, by the couriers. Confined to one loop.
public final class Dispatcher implements AlertStore.Listener {
    private final Parts parts;
    private final DispatchMetrics metrics;
    private final Map<GroupKey, Group> groups = new HashMap<>();
    private final Joined joined;
    private Route tree;
    private boolean open;

    /// What a dispatcher stands on.
    ///
    /// @param told says whether somebody was told that an alert of a group fires, and not yet that
    ///   it ended
    /// @param maxGroups zero is no limit
    public record Parts(
            EventLoop loop,
            AlertStore alerts,
            ReplicatedMap<GroupKey, GroupState> states,
            Notifications notifications,
            Peers peers,
            Recorder recorder,
            Told told,
            int maxGroups) {}

    /// Asks the notification log.
    @FunctionalInterface
    public interface Told {
        /// Whether an end is owed to somebody.
        boolean isOwed(String groupKey, String receiver, Fingerprint alert);
    }

    /// A dispatcher over all alerts the store holds; nothing is flushed until it is opened.
    public Dispatcher(Parts parts, Route tree, PrometheusRegistry registry) {
        this.parts = parts;
        this.tree = tree;
        this.metrics = new DispatchMetrics(registry, groups::size);
        this.joined = new Joined(parts.loop(), parts.recorder());
        parts.states().watch((key, _, after) -> after.ifPresent(state -> adopt(key, state)));
        parts.alerts().listen(this);
        parts.alerts().forEach(alert -> place(alert, false, Before.NOTHING));
    }

    /// Begins to flush. What fell due before is flushed at once.
    public void open() {
        open = true;
        groups.values().forEach(this::arm);
    }

    /// Replaces the tree. Groups whose route is still there keep their timers and what is under
    /// way.
    public void use(Route newTree) {
        Route oldTree = tree;
        tree = newTree;
        Map<GroupKey, Group> before = new HashMap<>(groups);
        groups.clear();
        var held = new HashMap<Fingerprint, Set<GroupKey>>();
        Map<String, List<Group>> byRoute = new HashMap<>();
        before.values()
                .forEach(group ->
                        byRoute.computeIfAbsent(group.id().route(), _ -> new ArrayList<>())
                                .add(group));
        newTree.walk(route ->
                byRoute.getOrDefault(route.key(), List.of()).stream()
                        .filter(group -> isOf(group.id(), route))
                        .forEach(group -> keep(group, route, held)));
        parts.alerts()
                .forEach(alert -> {
                    Fingerprint id = alert.alert().fingerprint();
                    place(
                            alert,
                            false,
                            new Before(held.getOrDefault(id, Set.of()), Optional.of(oldTree)));
                });
        before.forEach((id, group) -> {
            if (!groups.containsKey(id) || group.isEmpty()) {
                group.arm(null);
                groups.remove(id);
                parts.notifications().forget(group.key(), id.receiver());
            }
        });
    }

    private void keep(Group group, Route route, Map<Fingerprint, Set<GroupKey>> held) {
        group.restart(route)
                .forEach(alert -> {
                    Fingerprint id = alert.alert().fingerprint();
                    held.computeIfAbsent(id, _ -> new HashSet<>(2)).add(group.id());
                    if (parts.alerts().get(id) == null) {
                        group.put(alert); // an end that is still owed, and only known here
                    }
                });
        groups.put(group.id(), group);
    }

    private static boolean isOf(GroupKey id, Route route) {
        return id.route().equals(route.key())
                && id.receiver().equals(route.receiver())
                && id.ordinal() == route.ordinal()
                && route.groupBy().of(id.labels()).equals(id.labels());
    }

    @Override
    public void changed(Tracked alert, boolean here) {
        place(alert, here, Before.NOTHING);
    }

    /// How it was before a reload.
    ///
    /// @param held groups that held the alert, to which its end may still be owed
    private record Before(Set<GroupKey> held, Optional<Route> tree) {
        static final Before NOTHING = new Before(Set.of(), Optional.empty());

        /// Whether an end was looked at already, and told or muted: no group holds it, and yet its
        /// way was this one.
        boolean wasLookedAt(Alert end, Route route) {
            return tree.filter(old ->
                            old.match(end.labels()).stream().anyMatch(each -> isSame(each, route)))
                    .isPresent();
        }

        private static boolean isSame(Route a, Route b) {
            return a.key().equals(b.key())
                    && a.receiver().equals(b.receiver())
                    && a.ordinal() == b.ordinal()
                    && a.groupBy().equals(b.groupBy());
        }
    }

    /// Puts an alert where it belongs.
    private void place(Tracked tracked, boolean here, Before before) {
        Instant now = parts.loop().now();
        Alert alert = tracked.alert();
        boolean homeless = false;
        for (Route route : tree.match(alert.labels())) {
            Labels labels = route.groupBy().of(alert.labels());
            GroupKey id = GroupKey.of(route, labels);
            Group group = groups.get(id);
            boolean known =
                    before.held().contains(id) || (group != null && group.has(alert.fingerprint()));
            if (alert.isResolved(now)
                    && !known
                    && (before.wasLookedAt(alert, route)
                            || !isWorthTelling(alert, route, labels, here))) {
                continue;
            }
            if (group == null) {
                if (parts.maxGroups() > 0 && groups.size() >= parts.maxGroups()) {
                    metrics.limitReached(alert);
                    homeless = true;
                    continue;
                }
                group = begin(route, labels, alert, here);
            }
            if (group.put(tracked)) {
                joined.add(group, alert);
            }
        }
        tracked.homeless(homeless);
    }

    /// An end that came in just now belongs to its group, as upstream has it; one that comes from
    /// the past only if somebody waits for it.
    private boolean isWorthTelling(Alert alert, Route route, Labels labels, boolean here) {
        return here
                || parts.told()
                        .isOwed(route.groupKey(labels), route.receiver(), alert.fingerprint());
    }

    private void note(Event.Kind kind, Group group, Alert alert, String detail) {
        parts.recorder()
                .add(
                        new Event(
                                parts.loop().now(),
                                kind,
                                List.of(alert.fingerprint()),
                                alert.labels(),
                                group.key(),
                                group.route().receiver(),
                                detail));
    }

    private Group begin(Route route, Labels labels, Alert alert, boolean here) {
        GroupKey id = GroupKey.of(route, labels);
        Optional<GroupState> known = parts.states().get(id);
        GroupState state =
                known.filter(found -> !found.ended())
                        .orElseGet(() -> firstState(route, alert, known));
        var group = new Group(route, labels, state);
        groups.put(id, group);
        if (here && !state.equals(known.orElse(null))) {
            parts.states().put(id, state);
        }
        arm(group);
        return group;
    }

    /// By the alert's own times, so that all members who hear of it come to the same.
    private static GroupState firstState(Route route, Alert alert, Optional<GroupState> ended) {
        Instant heard = alert.updatedAt();
        boolean isOld = alert.startsAt().plus(route.groupWait()).isBefore(heard);
        Instant first = isOld ? heard : heard.plus(route.groupWait());
        return new GroupState(ended.map(GroupState::version).orElse(0L) + 1, first, false);
    }

    private void arm(Group group) {
        if (open) {
            Duration left = Duration.between(parts.loop().now(), group.state().nextFlush());
            group.arm(parts.loop().after(left, () -> due(group)));
        }
    }

    /// Another member has flushed the group, or knows an earlier first flush. What it flushed we
    /// flush too, at once if our timer is behind: who tells is settled by the couriers, and it may
    /// be us. A member that was away tells of fewer flushes than there were, and hears of ours.
    private void adopt(GroupKey id, GroupState state) {
        Group group = groups.get(id);
        if (group == null || state.ended()) {
            return;
        }
        if (state.version() < group.state().version()) {
            parts.loop().execute(() -> remind(group));
        }
        if (!state.supersedes(group.state())) {
            return;
        }
        boolean newer = state.version() > group.state().version();
        Instant nominal = group.state().nextFlush();
        group.state(state);
        arm(group);
        if (newer && open && nominal.isBefore(state.nextFlush())) {
            flush(group, nominal);
        } else if (newer) {
            parts.notifications().overtake(group.key(), id.receiver(), state.version());
        }
    }

    private void remind(Group group) {
        Optional<GroupState> shared = parts.states().get(group.id());
        if (groups.get(group.id()) == group
                && shared.filter(group.state()::supersedes).isPresent()) {
            parts.states().put(group.id(), group.state());
        }
    }

    private void due(Group group) {
        Instant nominal = group.state().nextFlush();
        GroupState next = next(group, nominal, parts.loop().now());
        group.state(next);
        if (rank(group) == 0) {
            parts.states().put(group.id(), next);
        }
        arm(group);
        flush(group, nominal);
    }

    private int rank(Group group) {
        return SendOrder.rank(parts.peers().live(), parts.peers().self(), group.key());
    }

    /// On the group's grid; beats that were missed are one.
    private static GroupState next(Group group, Instant nominal, Instant now) {
        Duration interval = group.route().groupInterval();
        long late = Math.max(0, Duration.between(nominal, now).dividedBy(interval));
        Instant at = nominal.plus(interval.multipliedBy(late + 1));
        return new GroupState(group.state().version() + 1, at, false);
    }

    private void flush(Group group, Instant nominal) {
        if (group.isEmpty()) {
            return;
        }
        joined.tell();
        Instant now = parts.loop().now();
        List<Alert> alerts = group.snapshot();
        for (Alert alert : group.expired(now)) {
            metrics.expired();
            note(Event.Kind.EXPIRED, group, alert, "not heard of since " + alert.updatedAt());
        }
        var flush =
                new Flush(
                        group.key(),
                        group.route(),
                        group.labels(),
                        alerts,
                        nominal,
                        group.state().version());
        parts.notifications().tell(flush, outcome -> flushed(group, alerts, now, outcome));
    }

    private void flushed(Group group, List<Alert> told, Instant at, Outcome outcome) {
        if (outcome == Outcome.DONE) {
            group.forget(told, at);
            if (group.isEmpty() && groups.get(group.id()) == group) {
                end(group);
            }
        }
    }

    /// Looks at groups again before their time, after a crash or at somebody's word. Who is told
    /// what is decided as ever.
    ///
    /// @param owed ended alerts that no group holds any more and whose end is still owed
    public void revive(Set<String> groupKeys, List<Alert> owed) {
        for (Alert alert : owed) {
            Tracked known = parts.alerts().tracked(alert.fingerprint());
            place(known == null ? new Tracked(alert) : known, false, Before.NOTHING);
        }
        List.copyOf(groups.values()).stream()
                .filter(group -> groupKeys.contains(group.key()))
                .forEach(group -> flush(group, parts.loop().now()));
    }

    private void end(Group group) {
        group.arm(null);
        groups.remove(group.id());
        GroupState last = group.state();
        if (rank(group) == 0) {
            parts.states()
                    .put(group.id(), new GroupState(last.version() + 1, last.nextFlush(), true));
        }
    }

    /// A group as it stands.
    public record Snapshot(
            String key, Route route, Labels labels, List<Alert> alerts, GroupState state) {}

    /// The group of these labels on a route, if there is one.
    public Optional<Snapshot> group(Route route, Labels groupLabels) {
        return Optional.ofNullable(groups.get(GroupKey.of(route, groupLabels)))
                .map(Dispatcher::snapshot);
    }

    private static Snapshot snapshot(Group group) {
        return new Snapshot(
                group.key(), group.route(), group.labels(), group.alerts(), group.state());
    }

    /// All groups that hold alerts.
    public List<Snapshot> groups() {
        var all = new ArrayList<Snapshot>(groups.size());
        groups.values().forEach(group -> all.add(snapshot(group)));
        return all;
    }
}

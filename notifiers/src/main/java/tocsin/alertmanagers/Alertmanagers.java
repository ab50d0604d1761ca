package tocsin.alertmanagers;

import tocsin.alert.Alert;
import tocsin.http.HttpSender;
import tocsin.http.Network;
import tocsin.labels.Labels;
import tocsin.loop.EventLoop;
import tocsin.relabel.RelabelRule;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/// Sends the alerts of rules to every Alertmanager that is found, each with a queue of its own, so
/// that a slow one holds up no other. What belongs to the loop is changed on it only.
public final class Alertmanagers {
    private final EventLoop loop;
    private final Executor io;
    private final Limits limits;
    private final AlertmanagersMetrics metrics;
    private List<RelabelRule> relabel = List.of();
    private List<LiveSet> sets = List.of();
    private final List<LiveSet> leaving = new ArrayList<>();
    private boolean stopping;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /// How much may wait.
    ///
    /// @param queueCapacity alerts for each Alertmanager; beyond, the oldest are dropped
    /// @param batchSize alerts in one request
    /// @param drains whether what waits at the end is still sent
    public record Limits(int queueCapacity, int batchSize, boolean drains) {
        /// Upstream's.
        public static final Limits DEFAULT = new Limits(10_000, 256, true);
    }

    /// A set with what it is found and sent by.
    ///
    /// @param finders one for each discovery, in their order
    public record Ready(AlertmanagerSet set, AlertPost post, List<Finder> finders) {
        /// Copies the list.
        public Ready {
            finders = List.copyOf(finders);
        }

        /// A set that is spoken to over a network.
        ///
        /// @throws IllegalArgumentException when the TLS files cannot be used; the message says why
        public static Ready over(Network network, AlertmanagerSet set) {
            var sender = new HttpSender(set.http(), network);
            return new Ready(
                    set,
                    (url, body, timeout) ->
                            sender.send(HttpSender.Request.json(url, body, timeout)).status(),
                    set.discoveries().stream().map(each -> Finders.of(each, network)).toList());
        }
    }

    /// Which Alertmanagers there are: their addresses without what may be secret in them.
    ///
    /// @param dropped found, and left out by relabelling
    public record View(List<String> active, List<String> dropped) {
        /// Copies the lists.
        public View {
            active = List.copyOf(active);
            dropped = List.copyOf(dropped);
        }
    }

    /// A sender to nobody, until [#use] says to whom.
    public Alertmanagers(EventLoop loop, Executor io, Limits limits, AlertmanagersMetrics metrics) {
        this.loop = loop;
        this.io = io;
        this.limits = limits;
        this.metrics = metrics;
        metrics.capacity(limits.queueCapacity());
    }

    /// Sends to these from now on. A set that was there before keeps its queues. Any thread.
    ///
    /// @param forAll steps that every alert goes through first
    public void use(List<RelabelRule> forAll, List<Ready> ready) {
        loop.execute(() -> {
            relabel = forAll;
            var kept = new ArrayList<LiveSet>();
            for (Ready each : ready) {
                Optional<LiveSet> known =
                        sets.stream()
                                .filter(live -> live.ready().set().equals(each.set()))
                                .filter(live -> !kept.contains(live))
                                .findFirst();
                kept.add(known.orElseGet(() -> opened(each)));
            }
            sets.stream().filter(live -> !kept.contains(live)).forEach(this::leave);
            sets = List.copyOf(kept);
            count();
        });
    }

    private LiveSet opened(Ready ready) {
        var live = new LiveSet(ready, new LiveSet.Surroundings(loop, io, this::queue), this::count);
        live.start();
        return live;
    }

    private AlertmanagerQueue queue(AlertmanagerQueue.Address address) {
        return new AlertmanagerQueue(
                address,
                new AlertmanagerQueue.Surroundings(loop, io, limits, metrics.of(address.shown())),
                this::idle);
    }

    private void leave(LiveSet live) {
        leaving.add(live);
        live.leave(limits.drains());
    }

    private void count() {
        metrics.discovered(sets.stream().mapToInt(set -> set.active().size()).sum());
        idle();
    }

    /// Forgets what has left and has nothing more to send; ends when that is all.
    private void idle() {
        List<String> before = shown(Stream.concat(leaving.stream(), sets.stream()));
        leaving.removeIf(LiveSet::hasLeft);
        sets.forEach(LiveSet::forgetIdle);
        List<String> now = shown(Stream.concat(leaving.stream(), sets.stream()));
        before.stream().filter(each -> !now.contains(each)).forEach(metrics::forget);
        if (stopping && leaving.isEmpty()) {
            stopped.complete(null);
        }
    }

    private static List<String> shown(Stream<LiveSet> live) {
        return live.flatMap(LiveSet::queues).map(queue -> queue.address().shown()).toList();
    }

    /// Sends alerts. Any thread.
    ///
    /// @param external labels that each gets unless it has them
    /// @throws java.util.concurrent.RejectedExecutionException when too much waits already
    public void send(List<Alert> alerts, Labels external) {
        loop.execute(() -> {
            if (stopping || sets.isEmpty()) {
                return;
            }
            List<SentAlert> all =
                    relabelled(
                            alerts.stream()
                                    .map(alert -> new SentAlert(full(alert, external), alert))
                                    .toList(),
                            relabel);
            for (LiveSet set : sets) {
                set.send(relabelled(all, set.ready().set().alertRelabel()));
            }
        });
    }

    private static Labels full(Alert alert, Labels external) {
        var labels = external.toBuilder();
        alert.labels().forEachLabel(labels::set);
        return labels.build();
    }

    private static List<SentAlert> relabelled(List<SentAlert> alerts, List<RelabelRule> rules) {
        if (rules.isEmpty()) {
            return alerts;
        }
        var kept = new ArrayList<SentAlert>();
        for (SentAlert each : alerts) {
            RelabelRule.apply(rules, each.labels())
                    .filter(labels -> !labels.isEmpty())
                    .ifPresent(labels -> kept.add(new SentAlert(labels, each.alert())));
        }
        return kept;
    }

    /// Which there are now. Any thread.
    public CompletableFuture<View> view() {
        return loop.ask(() ->
                new View(
                        unique(sets.stream().flatMap(set -> set.active().stream())),
                        unique(sets.stream().flatMap(set -> set.dropped().stream()))));
    }

    private static List<String> unique(Stream<URI> urls) {
        var shown = new TreeMap<String, URI>();
        urls.forEach(url -> shown.put(LiveSet.shown(url), url));
        return List.copyOf(shown.keySet());
    }

    /// Takes nothing more; done when what waits is sent, or dropped if it is not to be drained. Any
    /// thread.
    public CompletableFuture<Void> stop() {
        loop.execute(() -> {
            stopping = true;
            sets.forEach(this::leave);
            sets = List.of();
            idle();
        });
        return stopped;
    }
}

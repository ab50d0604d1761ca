package tocsin.notify;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.alert.Alert;
import tocsin.history.Event;
import tocsin.history.Recorder;
import tocsin.loop.EventLoop;
import tocsin.nflog.LogEntry;
import tocsin.nflog.LogKey;
import tocsin.nflog.NotificationLog;
import tocsin.replica.ReplicatedMap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Takes flushed groups through everything that mutes, and sends a courier to each integration of
/// the receiver. Confined to one loop.
public final class Notifications {
    private final Surroundings with;
    private final Map<LogKey, Set<Courier>> under = new HashMap<>();

    /// Since when an integration is owed what nobody told it yet. A member waits for the ones
    /// before it from then on, and not anew with each flush: else, with a short group interval, it
    /// would wait for ever for one that is alive and cannot send.
    private final Map<LogKey, Instant> owed = new HashMap<>();

    private Rules rules = new Rules(new Muting(List.of()), Map.of(), RouteLabels.VERBATIM);

    /// What the configuration says; replaced whole by a reload.
    ///
    /// @param receivers by name
    public record Rules(Muting muting, Map<String, Receiver> receivers, RouteLabels routeLabels) {}

    /// What it stands on.
    ///
    /// @param senders runs sends, which block
    /// @param chance spreads pauses
    /// @param peerStep how long each member waits for the one before it
    public record Parts(
            EventLoop loop,
            Executor senders,
            Peers peers,
            NotificationLog log,
            ReplicatedMap<LogKey, Claim> claims,
            Recorder recorder,
            RandomGenerator chance,
            Duration peerStep) {}

    /// Notifications without rules yet.
    public Notifications(Parts parts, PrometheusRegistry registry) {
        var metrics = new NotifyMetrics(registry);
        var claims = new Claims(parts.claims(), parts.loop(), parts.peers(), metrics::unheard);
        this.with =
                new Surroundings(
                        parts.loop(),
                        parts.senders(),
                        parts.peers(),
                        parts.log(),
                        claims,
                        parts.recorder(),
                        metrics,
                        parts.chance(),
                        parts.peerStep());
        claims.listen(this::reconsider);
        parts.log().listen(this::heard);
        parts.peers().watch(() -> parts.loop().execute(this::reconsiderAll));
    }

    /// Makes the series of integrations exist.
    public void expect(List<String> integrations) {
        integrations.forEach(with.metrics()::expect);
    }

    /// Replaces the rules. What is under way goes on by the old ones.
    public void use(Rules newRules) {
        this.rules = newRules;
    }

    private void reconsider(LogKey key) {
        List.copyOf(under.getOrDefault(key, Set.of())).forEach(Courier::proceed);
    }

    private List<Courier> all() {
        return under.values().stream().flatMap(Set::stream).toList();
    }

    private void reconsiderAll() {
        all().forEach(Courier::proceed);
    }

    /// Tells a flush to all integrations of its receiver; `done` hears once, when all are done.
    public void tell(Flush flush, Consumer<Outcome> done) {
        Instant now = with.loop().now();
        Muting.Result result = rules.muting().apply(flush, now);
        note(flush, result, now);
        Receiver receiver = rules.receivers().get(flush.route().receiver());
        if (receiver == null || receiver.integrations().isEmpty()) {
            done.accept(Outcome.DONE);
            return;
        }
        var all = new AllOf(receiver.integrations().size(), done);
        for (Integration integration : receiver.integrations()) {
            send(flush, integration, all::accept);
        }
    }

    private void send(Flush flush, Integration integration, Consumer<Outcome> done) {
        var key =
                new LogKey(
                        flush.key(),
                        flush.route().receiver(),
                        integration.name(),
                        integration.index());
        Instant since = owed.computeIfAbsent(key, _ -> with.loop().now());
        var self = new Courier[1];
        Consumer<Outcome> ended =
                outcome -> {
                    if (outcome == Outcome.DONE) {
                        owed.remove(key);
                    }
                    remove(self[0]);
                    done.accept(outcome);
                };
        self[0] = new Courier(with, flush, integration, rules, since, ended);
        under.computeIfAbsent(key, _ -> new HashSet<>()).add(self[0]);
        self[0].proceed();
    }

    private void remove(Courier courier) {
        Set<Courier> there = under.getOrDefault(courier.key(), Set.of());
        if (there.remove(courier) && there.isEmpty()) {
            under.remove(courier.key());
        }
    }

    private void note(Flush flush, Muting.Result result, Instant now) {
        var events = new ArrayList<Event>();
        result.muted()
                .forEach((cause, by) -> {
                    int count = by.values().stream().mapToInt(List::size).sum();
                    with.metrics().muted(cause, count);
                    by.forEach(
                            (what, alerts) -> events.add(muted(flush, cause, what, alerts, now)));
                });
        with.recorder().stands(flush.key(), flush.route().receiver(), events);
    }

    private static Event muted(
            Flush flush, Muting.Cause cause, List<String> by, List<Alert> alerts, Instant now) {
        Event.Kind kind =
                switch (cause) {
                    case INHIBITION -> Event.Kind.INHIBITED;
                    case SILENCE -> Event.Kind.SILENCED;
                    case ACTIVE_TIME, MUTE_TIME -> Event.Kind.TIME_MUTED;
                };
        String how = cause == Muting.Cause.ACTIVE_TIME ? "outside of " : "by ";
        return Event.of(
                now,
                kind,
                alerts.stream().map(Alert::fingerprint).toList(),
                flush.key(),
                flush.route().receiver(),
                how + String.join(", ", by));
    }

    /// Another member told something: without this, the history of the member that is asked why
    /// nobody was paged would not know that somebody was.
    private void heard(LogKey key, LogEntry entry) {
        String teller = with.log().teller(key);
        if (!teller.equals(with.peers().self())) {
            var alerts = new ArrayList<>(entry.firing());
            alerts.addAll(entry.resolved());
            with.recorder()
                    .add(
                            Event.of(
                                    with.loop().now(),
                                    Event.Kind.TOLD_ELSEWHERE,
                                    alerts,
                                    key.group(),
                                    key.place(),
                                    "by member %s: %d firing, %d resolved"
                                            .formatted(
                                                    teller,
                                                    entry.firing().size(),
                                                    entry.resolved().size())));
        }
        reconsider(key);
    }

    /// Stops older flushes of a group than `version`: another member has made a newer one.
    public void overtake(String groupKey, String receiver, long version) {
        Receiver known = rules.receivers().get(receiver);
        if (known == null) {
            return;
        }
        for (Integration each : known.integrations()) {
            var key = new LogKey(groupKey, receiver, each.name(), each.index());
            List.copyOf(under.getOrDefault(key, Set.of())).stream()
                    .filter(courier -> courier.version() < version)
                    .forEach(Courier::overtaken);
        }
    }

    private static final class AllOf {
        private final Consumer<Outcome> done;
        private final Map<Outcome, Integer> outcomes = new HashMap<>();
        private int left;

        private AllOf(int count, Consumer<Outcome> done) {
            this.left = count;
            this.done = done;
        }

        private void accept(Outcome outcome) {
            outcomes.merge(outcome, 1, Integer::sum);
            left--;
            if (left == 0) {
                done.accept(worst());
            }
        }

        private Outcome worst() {
            if (outcomes.containsKey(Outcome.FAILED)) {
                return Outcome.FAILED;
            }
            return outcomes.containsKey(Outcome.OVERTAKEN) ? Outcome.OVERTAKEN : Outcome.DONE;
        }
    }
}

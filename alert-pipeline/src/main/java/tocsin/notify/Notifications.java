package tocsin.notify;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.alert.Alert;
import tocsin.history.Event;
import tocsin.history.Recorder;
import tocsin.loop.EventLoop;
import tocsin.nflog.LogEntry;
import tocsin.nflog.LogKey;
import tocsin.nflog.NotificationLog;
import tocsin.outbox.Letter;
import tocsin.outbox.Letters;
import tocsin.outbox.OutboxTerms;
import tocsin.outbox.Pauses;
import tocsin.outbox.Place;
import tocsin.outbox.Terms;
import tocsin.replica.ReplicatedMap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Takes flushed groups through everything that mutes, and sends a courier to each integration of
/// the receiver. Confined to one loop.
public final class Notifications {
    private final Surroundings with;
    private final Desks desks;
    private final Map<LogKey, Courier> under = new HashMap<>();

    /// Since when an integration is owed what nobody told it yet. A member waits for the ones
    /// before it from then on, and not anew with each flush: else, with a short group interval, it
    /// would wait for ever for one that is alive and cannot send.
    private final Map<LogKey, Instant> owed = new HashMap<>();

    private Consumer<Letters.Entry> reviver = _ -> {};
    private Rules rules =
            new Rules(new Muting(List.of()), Map.of(), RouteLabels.VERBATIM, OutboxTerms.DEFAULT);

    /// What the configuration says; replaced whole by a reload.
    ///
    /// @param receivers by name
    public record Rules(
            Muting muting,
            Map<String, Receiver> receivers,
            RouteLabels routeLabels,
            OutboxTerms outbox) {}

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
            Letters letters,
            Pauses pauses,
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
                        parts.letters(),
                        parts.pauses(),
                        parts.recorder(),
                        metrics,
                        parts.chance(),
                        parts.peerStep());
        this.desks = new Desks(with);
        parts.letters().open().forEach(entry -> owed.put(entry.key(), entry.letter().since()));
        claims.listen(this::reconsider);
        parts.log().listen(this::heard);
        parts.letters().listen(this::decided);
        parts.peers().watch(() -> parts.loop().execute(this::reconsiderAll));
    }

    /// Makes the series of integrations exist.
    public void expect(List<String> integrations) {
        integrations.forEach(with.metrics()::expect);
    }

    /// Who makes a group speak again about which there is a letter and no courier.
    public void revive(Consumer<Letters.Entry> by) {
        reviver = by;
    }

    /// Replaces the rules. What is under way goes on by the new ones; what has nowhere to go any
    /// more ends.
    public void use(Rules newRules) {
        rules = newRules;
        Map<Place, Integration> places = new HashMap<>();
        for (Receiver receiver : newRules.receivers().values()) {
            for (Integration each : receiver.integrations()) {
                places.put(new Place(receiver.name(), each.name(), each.index()), each);
            }
        }
        desks.use(newRules.outbox(), places.keySet());
        for (Courier courier : List.copyOf(under.values())) {
            Integration there = places.get(Place.of(courier.key()));
            if (there == null) {
                with.letters().settle(courier.key());
                courier.overtaken();
            } else {
                courier.use(there, newRules);
            }
        }
    }

    /// Groups that this member, before a crash, had set out to tell of and did not write down as
    /// told.
    public List<String> unfinished() {
        return with.claims().unfinished(with.log()::stamp).stream().map(LogKey::group).toList();
    }

    /// How it stands with all destinations.
    public List<Destination> destinations() {
        return desks.all();
    }

    /// The letters of all members.
    public Letters letters() {
        return with.letters();
    }

    private void reconsider(LogKey key) {
        Courier courier = under.get(key);
        if (courier != null) {
            courier.proceed();
        }
    }

    private void reconsiderAll() {
        List.copyOf(under.values()).forEach(Courier::proceed);
    }

    /// Somebody decided something about a letter.
    private void decided(LogKey key, Letter letter) {
        switch (letter.state()) {
            case ASKED -> {
                owed.put(key, letter.since());
                Courier courier = under.get(key);
                if (courier == null) {
                    reviver.accept(new Letters.Entry(key, letter));
                } else {
                    courier.asked();
                }
            }
            case DROPPED -> reconsider(key);
            case PENDING, DEAD, SETTLED -> {}
        }
    }

    /// Tells a flush to all integrations of its receiver, and of the one that stands in for it;
    /// `done` hears once, when all are done.
    public void tell(Flush flush, Consumer<Outcome> done) {
        Instant now = with.loop().now();
        Muting.Result result = rules.muting().apply(flush, now);
        note(flush, result, now);
        String name = flush.route().receiver();
        List<Ear> ears = new ArrayList<>(ears(flush.key(), name));
        fallback(name)
                .map(fallback -> ears(flush.key(), fallback.receiver()))
                .filter(others -> isNeeded(others, ears, now))
                .ifPresent(ears::addAll);
        if (ears.isEmpty()) {
            done.accept(Outcome.DONE);
            return;
        }
        var all = new AllOf(ears.size(), done);
        for (Ear ear : ears) {
            send(new Task(flush, ear.key(), ear.integration(), rules, all::accept));
        }
    }

    private record Ear(LogKey key, Integration integration) {}

    private List<Ear> ears(String group, String receiver) {
        Receiver found = rules.receivers().get(receiver);
        return found == null
                ? List.of()
                : found.integrations().stream()
                        .map(each ->
                                new Ear(
                                        new LogKey(group, receiver, each.name(), each.index()),
                                        each))
                        .toList();
    }

    private Optional<Terms.Fallback> fallback(String receiver) {
        return rules.outbox()
                .of(receiver)
                .fallback()
                .filter(fallback -> !fallback.receiver().equals(receiver));
    }

    /// A fallback receiver is told while one it stands in for was not told for too long, and as
    /// long as it was told that something fires and not that it ended.
    private boolean isNeeded(List<Ear> fallback, List<Ear> ears, Instant now) {
        return ears.stream().anyMatch(ear -> isOverdue(ear.key(), now))
                || fallback.stream()
                        .map(Ear::key)
                        .anyMatch(key ->
                                owed.containsKey(key)
                                        || with.log()
                                                .last(key)
                                                .filter(entry -> !entry.firing().isEmpty())
                                                .isPresent());
    }

    private boolean isOverdue(LogKey key, Instant now) {
        Instant since = owed.get(key);
        return since != null
                && fallback(key.receiver())
                        .filter(fallback -> !now.isBefore(since.plus(fallback.after())))
                        .isPresent();
    }

    private void send(Task task) {
        LogKey key = task.key();
        Courier there = under.get(key);
        if (there != null) {
            there.take(task);
            return;
        }
        Instant since = owed.computeIfAbsent(key, _ -> with.loop().now());
        Effort.Owed before = Effort.Owed.since(since, with.letters().open(key));
        var courier = new Courier(with, desks.of(key), task, before, home());
        under.put(key, courier);
        courier.begin();
    }

    private Home home() {
        return new Home() {
            @Override
            public void ended(Courier courier, Outcome outcome) {
                if (outcome == Outcome.DONE) {
                    owed.remove(courier.key());
                }
                under.remove(courier.key(), courier);
            }

            @Override
            public void overdue(Courier courier) {
                fallBack(courier);
            }
        };
    }

    private void fallBack(Courier courier) {
        Flush flush = courier.task().flush();
        if (!courier.key().receiver().equals(flush.route().receiver())) {
            return; // one that stands in for another has nobody to stand in for it
        }
        fallback(courier.key().receiver())
                .ifPresent(fallback -> {
                    with.letters().metrics().fellBack(Place.of(courier.key()));
                    for (Ear ear : ears(flush.key(), fallback.receiver())) {
                        if (!under.containsKey(ear.key())) {
                            send(new Task(flush, ear.key(), ear.integration(), rules, _ -> {}));
                        }
                    }
                });
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
        for (Ear ear : ears(groupKey, receiver)) {
            Courier courier = under.get(ear.key());
            if (courier != null && courier.version() < version) {
                courier.overtaken();
            }
        }
    }

    /// Stops what is under way about a group that no route makes any more.
    public void forget(String groupKey, String receiver) {
        for (Ear ear : ears(groupKey, receiver)) {
            with.letters().settle(ear.key());
            owed.remove(ear.key());
            Courier courier = under.get(ear.key());
            if (courier != null) {
                courier.overtaken();
            }
        }
    }
}

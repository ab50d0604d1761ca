package tocsin.outbox;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;
import tocsin.loop.EventLoop;
import tocsin.nflog.LogKey;
import tocsin.outbox.Letter.State;
import tocsin.replica.ReplicatedMap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// The letters of all members. Confined to the loop of its map.
///
/// A letter is written when something could not be told at once, and again when what is known of it
/// changed, or was tried twice as often: a receiver that is away for hours costs a dozen writes for
/// each group, not one for each attempt.
public final class Letters {
    /// Dead letters that this member keeps; the oldest beyond are dropped, and counted.
    private static final int MOST_DEAD = 10_000;

    private final ReplicatedMap<LogKey, Letter> map;
    private final EventLoop loop;
    private final OutboxMetrics metrics;
    private final List<BiConsumer<LogKey, Letter>> listeners = new ArrayList<>();

    /// A letter and what it is about.
    public record Entry(LogKey key, Letter letter) {}

    /// What a letter is about.
    ///
    /// @param ends those whose end is owed
    public record Contents(Set<Fingerprint> firing, Set<Fingerprint> resolved, List<Alert> ends) {}

    /// How an attempt failed.
    public record Failure(State state, Instant since, int attempts, String reason, String cause) {}

    /// The letters that a map recovered.
    public Letters(ReplicatedMap<LogKey, Letter> map, EventLoop loop, PrometheusRegistry registry) {
        this.map = map;
        this.loop = loop;
        this.metrics = new OutboxMetrics(registry);
        map.forEach((key, letter) -> metrics.count(Place.of(key), letter, 1));
        map.watch((key, before, after) -> {
            before.ifPresent(letter -> metrics.count(Place.of(key), letter, -1));
            after.ifPresent(letter -> metrics.count(Place.of(key), letter, 1));
            after.ifPresent(letter -> listeners.forEach(each -> each.accept(key, letter)));
        });
    }

    /// The instruments.
    public OutboxMetrics metrics() {
        return metrics;
    }

    /// Adds someone to be told of letters, of this member's and of others'.
    public void listen(BiConsumer<LogKey, Letter> listener) {
        listeners.add(listener);
    }

    /// The letter about a group and an integration, whatever became of it.
    public Optional<Letter> of(LogKey key) {
        return map.get(key);
    }

    /// The letter, if somebody waits for it.
    public Optional<Letter> open(LogKey key) {
        return map.get(key).filter(Letter::isOpen);
    }

    /// Writes down that something waits for its turn at the destination.
    public void waits(LogKey key, Instant since, Contents contents) {
        if (open(key).isEmpty()) {
            write(key, new Failure(State.PENDING, since, 0, "", "waits for its turn"), contents);
        }
    }

    /// Writes down that an attempt failed.
    public void failed(LogKey key, Failure failure, Contents contents) {
        Optional<Letter> before = open(key);
        boolean asBefore =
                before.filter(letter ->
                                letter.state() == failure.state()
                                        && letter.cause().equals(failure.cause())
                                        && letter.firing().equals(contents.firing())
                                        && letter.resolved().equals(contents.resolved())
                                        && letter.attempts() > 0
                                        && failure.attempts() < 2 * letter.attempts())
                        .isPresent();
        if (!asBefore) {
            write(key, failure, contents);
        }
        if (failure.state() == State.DEAD && metrics.dead() > MOST_DEAD) {
            forgetOldestDead();
        }
    }

    private void write(LogKey key, Failure failure, Contents contents) {
        map.put(
                key,
                new Letter(
                        failure.state(),
                        failure.since(),
                        loop.now(),
                        failure.attempts(),
                        contents.firing(),
                        contents.resolved(),
                        failure.reason(),
                        failure.cause(),
                        contents.ends()));
    }

    private void forgetOldestDead() {
        open().stream()
                .filter(entry -> entry.letter().state() == State.DEAD)
                .limit(MOST_DEAD / 10)
                .forEach(entry -> {
                    metrics.evicted();
                    close(entry.key(), State.SETTLED);
                });
    }

    /// Closes a letter that was told, or about which there is nothing left to tell.
    public void settle(LogKey key) {
        close(key, State.SETTLED);
    }

    /// Decides that a letter need not be told.
    ///
    /// @return whether there was one
    public boolean drop(LogKey key) {
        return close(key, State.DROPPED);
    }

    /// Asks for a letter to be tried now, with a new deadline, by whatever member can.
    ///
    /// @return whether there is one
    public boolean retry(LogKey key) {
        return close(key, State.ASKED);
    }

    private boolean close(LogKey key, State as) {
        Optional<Letter> letter = open(key);
        letter.ifPresent(found -> map.put(key, found.as(as, loop.now())));
        return letter.isPresent();
    }

    /// The letters that somebody waits for, the oldest first.
    public List<Entry> open() {
        var open = new ArrayList<Entry>();
        map.forEach((key, letter) -> {
            if (letter.isOpen()) {
                open.add(new Entry(key, letter));
            }
        });
        open.sort(
                Comparator.comparing((Entry entry) -> entry.letter().since())
                        .thenComparing(entry -> entry.key().toString()));
        return open;
    }

    /// How long the oldest letter to a destination has waited; zero when there is none.
    public Duration oldest(List<Entry> open, Place place) {
        return open.stream()
                .filter(entry -> Place.of(entry.key()).equals(place))
                .findFirst()
                .map(entry -> Duration.between(entry.letter().since(), loop.now()))
                .orElse(Duration.ZERO);
    }
}

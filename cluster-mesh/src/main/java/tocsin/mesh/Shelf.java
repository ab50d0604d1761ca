package tocsin.mesh;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.durable.NotDurableException;
import tocsin.durable.RecordLog;
import tocsin.loop.EventLoop;
import tocsin.replica.MapSchema;
import tocsin.replica.ReplicatedMap.Watcher;
import tocsin.replica.Stamp;
import tocsin.replica.Versioned;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The entries of a map with their log and their digest: all that one member knows, and nothing of
/// others. Confined to the loop of the map's owner.
final class Shelf<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    /// The longest absence after which what a member knows still counts; what is deleted is
    /// remembered at least as long.
    static final Duration LONGEST_ABSENCE = Duration.ofDays(5);

    private static final int LOGGED_AGAIN_AT_ONCE = 4_096;

    private final MapSchema<K, V> schema;
    private final EventLoop loop;
    private final HybridClock clock;
    private final RecordLog log;
    private final MeshMetrics metrics;
    private final Contents<K, V> contents;
    private final Horizon horizon;
    private final Set<K> unlogged = new LinkedHashSet<>();
    private final List<Watcher<K, V>> watchers = new ArrayList<>();
    private long newest;
    private boolean troubled;

    Shelf(
            MapSchema<K, V> schema,
            EventLoop loop,
            HybridClock clock,
            RecordLog log,
            MeshMetrics metrics) {
        this.schema = schema;
        this.loop = loop;
        this.clock = clock;
        this.log = log;
        this.metrics = metrics;
        this.contents = new Contents<>(Long.MIN_VALUE);
        var recovery = new Recovery<>(schema, this::recover);
        log.recover(recovery);
        recovery.finish();
        this.horizon = new Horizon(firstHorizon(), loop.monotonicNanos());
        contents.over(horizon.minute()).forEach(contents::remove);
        contents.digestAt(horizon.minute());
    }

    /// A member that starts with a wrong clock must not forget everything: when the newest write is
    /// very old, either may be, and forgetting begins there and waits.
    private long firstHorizon() {
        long wall = Horizon.minuteOf(loop.now());
        return wasAway() ? newest / 60_000 : wall;
    }

    /// The newest write found on disk, in milliseconds since 1970; 0 when there was none.
    long newest() {
        return newest;
    }

    /// Whether the newest write found on disk is so old that what the others forgot meanwhile may
    /// still be here.
    boolean wasAway() {
        return newest > 0 && loop.now().toEpochMilli() - newest > LONGEST_ABSENCE.toMillis();
    }

    private void recover(Recovery.Found<K, V> found) {
        switch (found) {
            case Recovery.Found.Written<K, V>(Held<K, V> held) -> {
                Held<K, V> before = contents.get(held.key());
                Stamp stamp = held.entry().stamp();
                clock.observe(stamp, loop.now().toEpochMilli());
                newest = Math.max(newest, stamp.millis());
                contents.put(before == null ? held : joined(before, held));
            }
            case Recovery.Found.Dropped<K, V>(K key, long upTo) -> {
                Held<K, V> before = contents.get(key);
                if (before != null && before.entry().stamp().hlc() <= upTo) {
                    contents.remove(before);
                }
            }
            case Recovery.Found.Broken<K, V>(String why) -> {
                metrics.refused.labelValues("recovery").inc();
                LOG.atWarn()
                        .addKeyValue("map", schema.name())
                        .addKeyValue("err", why)
                        .log("A record on disk could not be read; peers may fill the gap");
            }
        }
    }

    private Held<K, V> joined(Held<K, V> before, Held<K, V> later) {
        Versioned<V> after = schema.merge(before.entry(), later.entry());
        K key = later.key();
        return new Held<>(schema, key, after, Entry.encode(schema, key, after));
    }

    @Nullable Versioned<V> get(K key) {
        Held<K, V> held = contents.get(key);
        return held == null ? null : held.entry();
    }

    int size() {
        return contents.size();
    }

    void forEach(BiConsumer<K, V> each) {
        contents.all().forEach(held -> each.accept(held.key(), held.entry().value()));
    }

    void watch(Watcher<K, V> watcher) {
        watchers.add(watcher);
    }

    /// The minutes since 1970 by whose end entries are forgotten.
    long horizon() {
        return horizon.minute();
    }

    /// The digest of what is not over by a horizon that is not before this member's.
    DigestTree<Held<K, V>> digestAt(long at) {
        return contents.digestAt(at);
    }

    /// A stamp for a write of this member.
    Stamp stamp(K key) {
        Versioned<V> known = get(key);
        return clock.next(loop.now().toEpochMilli(), known == null ? 0 : known.stamp().hlc());
    }

    /// Merges an entry and logs what came of it. Whether it changed anything.
    boolean merge(K key, Versioned<V> incoming) {
        Held<K, V> before = contents.get(key);
        if (before == null && isOver(key, incoming.value())) {
            return false;
        }
        Versioned<V> after = before == null ? incoming : schema.merge(before.entry(), incoming);
        byte[] bytes = Entry.encode(schema, key, after);
        if (before != null && before.hash() == Hash.of(bytes)) {
            return false;
        }
        var held =
                before == null
                        ? new Held<>(schema, key, after, bytes)
                        : new Held<>(schema, before, after, bytes);
        contents.put(held);
        append(held.key(), bytes);
        Optional<V> was = Optional.ofNullable(before).map(old -> old.entry().value());
        tell(key, was, Optional.of(after.value()));
        return true;
    }

    private boolean isOver(K key, V value) {
        return Horizon.overBy(schema.expiresAt(key, value)) <= horizon.minute();
    }

    /// Drops an entry that the others deleted and forgot while this member was away.
    void drop(Held<K, V> held, long upTo) {
        contents.remove(held);
        append(held.key(), Entry.encodeDropped(schema, held.key(), upTo));
        tell(held.key(), Optional.of(held.entry().value()), Optional.empty());
    }

    private void tell(K key, Optional<V> before, Optional<V> after) {
        List.copyOf(watchers).forEach(watcher -> watcher.changed(key, before, after));
    }

    /// Appends to the log. What the disk refuses is tried again at each tick, and until it is there
    /// nothing counts as safe.
    private void append(K key, byte[] bytes) {
        log.append(
                bytes,
                failure -> {
                    if (failure != null) {
                        later(() -> refusedByDisk(key, failure));
                    }
                });
    }

    private void refusedByDisk(K key, Exception failure) {
        unlogged.add(key);
        if (!troubled) {
            troubled = true;
            LOG.atError()
                    .addKeyValue("map", schema.name())
                    .addKeyValue("err", String.valueOf(failure.getMessage()))
                    .log("The disk refuses writes: they stay in memory and are tried again");
        }
    }

    /// Why writes are not durable at present, if so.
    Optional<String> trouble() {
        return troubled ? Optional.of(log.trouble().orElse("the disk refuses")) : Optional.empty();
    }

    /// Calls back on the loop once everything merged so far is on disk, or with why it is not.
    void whenSafe(Consumer<Optional<Exception>> then) {
        log.barrier(failure ->
                later(() -> {
                    if (!unlogged.isEmpty()) {
                        String why = trouble().orElse("the disk refuses");
                        then.accept(Optional.of(new NotDurableException(why)));
                    } else {
                        then.accept(
                                Optional.ofNullable(failure)
                                        .map(e -> new NotDurableException(e.toString())));
                    }
                }));
    }

    /// From another thread onto the loop. At its limit, or after its end, the answer is lost, and
    /// whoever waits for it gives up or asks again.
    private void later(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            metrics.refused.labelValues("loop").inc();
        }
    }

    /// The bytes of an entry; none when it was forgotten.
    byte[] encoded(K key) {
        Held<K, V> held = contents.get(key);
        return held == null ? new byte[0] : Entry.encode(schema, key, held.entry());
    }

    /// Everything, as records that are made one by one, on any thread.
    Iterable<byte[]> snapshot() {
        List<Held<K, V>> all = List.copyOf(contents.all());
        return () -> {
            Iterator<Held<K, V>> each = all.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return each.hasNext();
                }

                @Override
                public byte[] next() {
                    Held<K, V> held = each.next();
                    return Entry.encode(schema, held.key(), held.entry());
                }
            };
        };
    }

    /// What is to be done now and then.
    void tick() {
        forget();
        logAgain();
        if (log.isWorthCompacting()) {
            log.compact(snapshot());
        }
        metrics.entries.labelValues(schema.name()).set(contents.size());
        metrics.unlogged.labelValues(schema.name()).set(unlogged.size());
    }

    /// Knocks with one write while the disk refuses, and lets the others follow when it takes it.
    private void logAgain() {
        if (unlogged.isEmpty()) {
            if (troubled && log.trouble().isEmpty()) {
                troubled = false;
                LOG.atInfo().addKeyValue("map", schema.name()).log("The disk takes writes again");
            }
            return;
        }
        int most = log.trouble().isPresent() ? 1 : LOGGED_AGAIN_AT_ONCE;
        List<K> keys = unlogged.stream().limit(most).toList();
        for (K key : keys) {
            unlogged.remove(key);
            byte[] bytes = encoded(key);
            if (bytes.length > 0) {
                append(key, bytes);
            }
        }
    }

    /// Forgets what is over; once a minute.
    private void forget() {
        if (!horizon.advance(loop.now(), loop.monotonicNanos())) {
            return;
        }
        for (Held<K, V> held : contents.over(horizon.minute())) {
            contents.remove(held);
            tell(held.key(), Optional.of(held.entry().value()), Optional.empty());
        }
    }
}

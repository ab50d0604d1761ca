package tocsin.mesh;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.durable.RecordLog;
import tocsin.loop.EventLoop;
import tocsin.replica.MapSchema;
import tocsin.replica.ReplicatedMap.Watcher;
import tocsin.replica.Versioned;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The entries of a map with their log and their digest: all that one member knows, and nothing of
/// others. Confined to the loop of the map's owner.
final class Shelf<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    private final MapSchema<K, V> schema;
    private final EventLoop loop;
    private final HybridClock clock;
    private final RecordLog log;
    private final MeshMetrics metrics;
    private final Map<K, Held<V>> entries = new HashMap<>();
    private final Map<K, Exception> unlogged = new HashMap<>();
    private final List<Watcher<K, V>> watchers = new ArrayList<>();
    private final Digest digest = new Digest();
    private long horizon;

    private record Held<V>(Versioned<V> entry, int bucket, long hash) {}

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
        this.horizon = horizonOf(loop.now());
        log.recovered().forEach(this::recover);
    }

    private static long horizonOf(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), 60L);
    }

    private void recover(byte[] bytes) {
        try {
            Entry.Decoded<K, V> read = Entry.decode(schema, bytes);
            Held<V> before = entries.get(read.key());
            Versioned<V> after =
                    before == null ? read.entry() : schema.merge(before.entry(), read.entry());
            clock.observe(read.entry().stamp(), loop.now().toEpochMilli());
            if (!isOver(read.key(), after.value())) {
                hold(read.key(), after, Entry.encode(schema, read.key(), after));
            }
        } catch (IllegalArgumentException e) {
            metrics.refused.labelValues("recovery").inc();
            LOG.atWarn()
                    .addKeyValue("map", schema.name())
                    .addKeyValue("err", e.getMessage())
                    .log("A record on disk could not be read; peers may fill the gap");
        }
    }

    private boolean isOver(K key, V value) {
        return !schema.expiresAt(key, value).isAfter(Instant.ofEpochSecond(60 * horizon));
    }

    @Nullable Versioned<V> get(K key) {
        Held<V> held = entries.get(key);
        return held == null ? null : held.entry();
    }

    int size() {
        return entries.size();
    }

    void forEach(BiConsumer<K, V> each) {
        entries.forEach((key, held) -> each.accept(key, held.entry().value()));
    }

    void watch(Watcher<K, V> watcher) {
        watchers.add(watcher);
    }

    /// The minutes since 1970 by whose end entries are forgotten.
    long horizon() {
        return horizon;
    }

    Digest digest() {
        return digest;
    }

    /// Merges an entry and logs what came of it, unless it changed nothing.
    void merge(K key, Versioned<V> incoming) {
        Held<V> before = entries.get(key);
        if (before == null && isOver(key, incoming.value())) {
            return;
        }
        Versioned<V> after = before == null ? incoming : schema.merge(before.entry(), incoming);
        byte[] bytes = Entry.encode(schema, key, after);
        if (before != null && before.hash() == Digest.hash(bytes)) {
            return;
        }
        hold(key, after, bytes);
        append(key, bytes);
        Optional<V> was = Optional.ofNullable(before).map(held -> held.entry().value());
        tell(key, was, Optional.of(after.value()));
    }

    private void hold(K key, Versioned<V> entry, byte[] bytes) {
        int bucket = Digest.bucket(schema.keys().encode(key));
        long hash = Digest.hash(bytes);
        Held<V> before = entries.put(key, new Held<>(entry, bucket, hash));
        if (before != null) {
            digest.remove(bucket, before.hash());
        }
        digest.add(bucket, hash);
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
        if (unlogged.put(key, failure) == null) {
            LOG.atError()
                    .addKeyValue("map", schema.name())
                    .addKeyValue("err", String.valueOf(failure.getMessage()))
                    .log("A write did not reach the disk; it is tried again");
        }
    }

    /// Calls back on the loop once everything merged so far is on disk, or with what is not.
    void whenSafe(Consumer<Optional<Exception>> then) {
        log.barrier(failure ->
                later(() -> {
                    Exception left =
                            unlogged.isEmpty() ? failure : unlogged.values().iterator().next();
                    then.accept(Optional.ofNullable(left));
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
        Held<V> held = entries.get(key);
        return held == null ? new byte[0] : Entry.encode(schema, key, held.entry());
    }

    /// The keys of some buckets.
    List<K> keys(Set<Integer> buckets) {
        var keys = new ArrayList<K>();
        entries.forEach((key, held) -> {
            if (buckets.contains(held.bucket())) {
                keys.add(key);
            }
        });
        return keys;
    }

    /// Everything, as records.
    List<byte[]> snapshot() {
        var records = new ArrayList<byte[]>(entries.size());
        entries.forEach((key, held) -> records.add(Entry.encode(schema, key, held.entry())));
        return records;
    }

    /// What is to be done now and then.
    void tick() {
        forget();
        logAgain();
        if (log.isWorthCompacting()) {
            log.compact(this::snapshot);
        }
        metrics.entries.labelValues(schema.name()).set(entries.size());
    }

    private void logAgain() {
        List<K> keys = List.copyOf(unlogged.keySet());
        unlogged.clear();
        for (K key : keys) {
            byte[] bytes = encoded(key);
            if (bytes.length > 0) {
                append(key, bytes);
            }
        }
    }

    /// Forgets what is over; once a minute, at the same moment on all members, so that digests
    /// agree.
    private void forget() {
        long now = horizonOf(loop.now());
        if (now == horizon) {
            return;
        }
        horizon = now;
        var over = new ArrayList<K>();
        forEach((key, value) -> {
            if (isOver(key, value)) {
                over.add(key);
            }
        });
        for (K key : over) {
            Held<V> held = entries.remove(key);
            if (held != null) {
                digest.remove(held.bucket(), held.hash());
                tell(key, Optional.of(held.entry().value()), Optional.empty());
            }
        }
    }
}

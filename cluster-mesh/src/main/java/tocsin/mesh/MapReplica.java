package tocsin.mesh;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.durable.RecordLog;
import tocsin.loop.EventLoop;
import tocsin.replica.MapSchema;
import tocsin.replica.ReplicatedMap;
import tocsin.replica.Stamp;
import tocsin.replica.Versioned;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

/// One member's copy of a map. Confined to the loop of the map's owner.
///
/// A write is merged, logged, and told to every live peer, which acknowledges it once it is on its
/// disk. Beside that, members compare digests: at once when they meet, and every few seconds.
final class MapReplica<K, V> implements ReplicatedMap<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(MapReplica.class);

    private final MapSchema<K, V> schema;
    private final EventLoop loop;
    private final Links links;
    private final HybridClock clock;
    private final Shelf<K, V> shelf;
    private final MeshMetrics metrics;
    private final MeshTiming timing;
    private final Map<String, Feed<K>> feeds = new TreeMap<>();
    private final ArrayDeque<Confirmation> waiting = new ArrayDeque<>();
    private int ticks;
    private boolean pumping;
    private boolean closed;

    /// What the maps of a member share.
    record Shared(Links links, HybridClock clock, MeshMetrics metrics, MeshTiming timing) {}

    MapReplica(MapSchema<K, V> schema, EventLoop loop, RecordLog log, Shared with) {
        this.schema = schema;
        this.loop = loop;
        this.links = with.links();
        this.clock = with.clock();
        this.metrics = with.metrics();
        this.timing = with.timing();
        this.shelf = new Shelf<>(schema, loop, clock, log, metrics);
    }

    void open() {
        peersChanged();
        loop.after(timing.tick(), this::tick);
    }

    void close() {
        closed = true;
    }

    EventLoop loop() {
        return loop;
    }

    @Override
    public Optional<V> get(K key) {
        return versioned(key).map(Versioned::value);
    }

    @Override
    public Optional<Versioned<V>> versioned(K key) {
        return Optional.ofNullable(shelf.get(key));
    }

    @Override
    public void forEach(BiConsumer<K, V> each) {
        shelf.forEach(each);
    }

    @Override
    public int size() {
        return shelf.size();
    }

    @Override
    public void watch(Watcher<K, V> watcher) {
        shelf.watch(watcher);
    }

    @Override
    public CompletionStage<Void> put(K key, V value) {
        Versioned<V> known = shelf.get(key);
        long over = known == null ? 0 : known.stamp().hlc();
        Stamp stamp = clock.next(loop.now().toEpochMilli(), over);
        shelf.merge(key, new Versioned<>(value, stamp));
        var confirmation =
                new Confirmation(loop.monotonicNanos() + timing.confirmWithin().toNanos());
        feeds.values().forEach(feed -> feed.add(key, confirmation));
        confirmation.nobodyToAsk();
        if (confirmation.isOpen()) {
            waiting.add(confirmation);
        }
        shelf.whenSafe(
                failure -> failure.ifPresentOrElse(confirmation::failed, confirmation::durable));
        pumpSoon();
        return confirmation.stage();
    }

    /// At the end of the turn, so that what is written together travels together.
    private void pumpSoon() {
        if (!pumping && !feeds.isEmpty()) {
            pumping = true;
            try {
                loop.execute(this::pumpAll);
            } catch (RejectedExecutionException e) {
                // The loop is full: the next tick sends what waits.
                pumping = false;
            }
        }
    }

    private void pumpAll() {
        pumping = false;
        feeds.forEach(this::pump);
    }

    private void pump(String peer, Feed<K> feed) {
        if (closed) {
            return;
        }
        List<byte[]> delta = feed.next(loop.monotonicNanos(), shelf::encoded);
        if (!delta.isEmpty()) {
            metrics.sent.labelValues(schema.name()).inc(delta.size());
            send(peer, new Frame.Delta(schema.name(), feed.number(), delta));
        }
    }

    private void send(String peer, Frame frame) {
        links.send(peer, Frame.encode(frame));
    }

    private void sendRoot(String peer, boolean answer) {
        long root = shelf.digest().root();
        send(peer, new Frame.Root(schema.name(), shelf.horizon(), root, answer));
    }

    /// Takes a frame from a peer.
    void received(String from, Frame frame) {
        if (closed) {
            return;
        }
        switch (frame) {
            case Frame.Delta delta -> receive(from, delta);
            case Frame.Ack ack -> {
                Feed<K> feed = feeds.get(from);
                if (feed != null) {
                    feed.acknowledged(ack.number());
                    pump(from, feed);
                }
            }
            case Frame.Root root -> compare(from, root);
            case Frame.Buckets buckets -> compare(from, buckets);
            case Frame.Want want -> repair(from, new HashSet<>(want.buckets()));
        }
    }

    private void receive(String from, Frame.Delta delta) {
        metrics.received.labelValues(schema.name()).inc(delta.entries().size());
        for (byte[] bytes : delta.entries()) {
            try {
                take(Entry.decode(schema, bytes));
            } catch (IllegalArgumentException e) {
                metrics.refused.labelValues("entry").inc();
                LOG.atWarn()
                        .addKeyValue("map", schema.name())
                        .addKeyValue("peer", from)
                        .addKeyValue("err", e.getMessage())
                        .log("A peer sent an entry that cannot be read");
            }
        }
        // Also what was known already must be on this disk before the peer counts on it.
        shelf.whenSafe(failure -> {
            if (failure.isEmpty() && !closed) {
                send(from, new Frame.Ack(schema.name(), delta.number()));
            }
        });
    }

    private void take(Entry.Decoded<K, V> read) {
        if (!clock.observe(read.entry().stamp(), loop.now().toEpochMilli())) {
            metrics.skewed.labelValues(schema.name()).inc();
        }
        shelf.merge(read.key(), read.entry());
    }

    private void compare(String from, Frame.Root theirs) {
        Feed<K> feed = feeds.get(from);
        if (feed == null || theirs.horizon() != shelf.horizon()) {
            return;
        }
        if (theirs.root() == shelf.digest().root()) {
            feed.inStep();
            if (!theirs.answer()) {
                sendRoot(from, true);
            }
        } else if (feed.isIdle()) {
            metrics.repairs.labelValues(schema.name()).inc();
            long[] sums = shelf.digest().buckets();
            send(from, new Frame.Buckets(schema.name(), shelf.horizon(), sums));
        }
    }

    private void compare(String from, Frame.Buckets theirs) {
        if (theirs.horizon() != shelf.horizon()) {
            return;
        }
        Set<Integer> differing = shelf.digest().differences(theirs.sums());
        if (!differing.isEmpty()) {
            send(from, new Frame.Want(schema.name(), differing.stream().sorted().toList()));
            repair(from, differing);
        }
    }

    private void repair(String peer, Set<Integer> buckets) {
        Feed<K> feed = feeds.get(peer);
        if (feed != null) {
            shelf.keys(buckets).forEach(feed::add);
            pump(peer, feed);
        }
    }

    /// Takes the live view anew.
    void peersChanged() {
        if (closed) {
            return;
        }
        Set<String> live = new HashSet<>();
        links.peers().forEach(peer -> live.add(peer.name()));
        for (String gone : List.copyOf(feeds.keySet())) {
            Feed<K> feed = live.contains(gone) ? null : feeds.remove(gone);
            if (feed != null) {
                feed.close();
            }
        }
        live.stream().sorted().filter(peer -> !feeds.containsKey(peer)).forEach(this::meet);
    }

    private void meet(String peer) {
        feeds.put(peer, new Feed<>());
        sendRoot(peer, false);
    }

    /// Whether this copy was once seen equal to that of each live peer.
    boolean isInStep() {
        return feeds.size() == links.peers().size()
                && feeds.values().stream().allMatch(Feed::isInStep);
    }

    private void tick() {
        if (closed) {
            return;
        }
        ticks++;
        long now = loop.monotonicNanos();
        boolean everyone = ticks % timing.compareEvery() == 0;
        shelf.tick();
        giveUp(now);
        feeds.forEach((peer, feed) -> {
            if (feed.expire(now, timing.repeatAfter().toNanos())) {
                metrics.repeated.labelValues(schema.name()).inc();
            }
            pump(peer, feed);
            if (feed.isIdle() && (everyone || !feed.isInStep())) {
                sendRoot(peer, false);
            }
        });
        loop.after(timing.tick(), this::tick);
    }

    /// Answers writes that no peer confirmed in time.
    private void giveUp(long now) {
        while (!waiting.isEmpty()) {
            Confirmation oldest = waiting.element();
            if (oldest.givenUp(now)) {
                metrics.unconfirmed.labelValues(schema.name()).inc();
            } else if (oldest.isOpen()) {
                return;
            }
            waiting.remove();
        }
    }

    /// The bytes of all entries, ordered, for comparison.
    List<String> fingerprint() {
        return shelf.snapshot().stream().map(Arrays::toString).sorted().toList();
    }
}

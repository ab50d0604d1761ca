package tocsin.mesh;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.durable.NotDurableException;
import tocsin.durable.RecordLog;
import tocsin.loop.EventLoop;
import tocsin.replica.MapSchema;
import tocsin.replica.ReplicatedMap;
import tocsin.replica.Versioned;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

/// One member's copy of a map. Confined to the loop of the map's owner.
///
/// A write is merged, logged, and told to live peers, which acknowledge it once it is on their
/// disk. Beside that, members compare digests: at once when they meet, and every few seconds.
final class MapReplica<K, V> implements ReplicatedMap<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(MapReplica.class);

    private final MapSchema<K, V> schema;
    private final EventLoop loop;
    private final Shared with;
    private final MeshMetrics metrics;
    private final Shelf<K, V> shelf;
    private final Feeds<K> feeds;
    private final Comparison<K, V> comparison;
    private final ArrayDeque<Confirmation> waiting = new ArrayDeque<>();
    private boolean pumping;
    private boolean closed;

    /// What the maps of a member share.
    record Shared(
            Links links, HybridClock clock, MeshMetrics metrics, Skews skews, MeshTiming timing) {}

    MapReplica(MapSchema<K, V> schema, EventLoop loop, RecordLog log, Shared with) {
        this.schema = schema;
        this.loop = loop;
        this.with = with;
        this.metrics = with.metrics();
        this.shelf = new Shelf<>(schema, loop, with.clock(), log, metrics);
        this.feeds = new Feeds<>(schema.name(), loop, with);
        this.comparison = new Comparison<>(shelf, loop, new Speaker());
    }

    void open() {
        peersChanged();
        loop.after(with.timing().tick(), this::tick);
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
        Writes<K, V> single = writes();
        single.put(key, value);
        return single.done();
    }

    @Override
    public Writes<K, V> writes() {
        return new Together();
    }

    private final class Together implements Writes<K, V> {
        private final List<K> keys = new ArrayList<>();
        private Optional<String> refused = Optional.empty();

        @Override
        public void put(K key, V value) {
            Optional<String> trouble =
                    schema.isRefusedWithoutDisk() ? shelf.trouble() : Optional.empty();
            if (trouble.isPresent()) {
                refused = trouble;
                return;
            }
            shelf.merge(key, new Versioned<>(value, shelf.stamp(key)));
            keys.add(key);
        }

        @Override
        public CompletionStage<Void> done() {
            if (refused.isPresent()) {
                feeds.tell(keys, confirmation());
                pumpSoon();
                return CompletableFuture.failedFuture(new NotDurableException(refused.get()));
            }
            return keys.isEmpty() ? CompletableFuture.completedFuture(null) : confirmed(keys);
        }
    }

    private Confirmation confirmation() {
        return new Confirmation(loop.monotonicNanos() + with.timing().confirmWithin().toNanos());
    }

    private CompletionStage<Void> confirmed(List<K> keys) {
        Confirmation confirmation = confirmation();
        feeds.tell(keys, confirmation);
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
        if (!closed) {
            feeds.pumpAll(shelf::encoded);
        }
    }

    /// Takes a frame from a peer.
    void received(String from, Frame frame) {
        if (closed) {
            return;
        }
        switch (frame) {
            case Frame.Delta delta -> receive(from, delta);
            case Frame.Ack ack -> {
                feeds.acknowledged(from, ack);
                feeds.pump(from, shelf::encoded);
            }
            case Frame.Root root -> {
                long ahead = root.wallMillis() - loop.now().toEpochMilli();
                with.skews().observe(from, ahead);
                if (comparison.received(from, root)) {
                    metrics.repairs.labelValues(schema.name()).inc();
                }
            }
            case Frame.Nodes nodes -> comparison.received(from, nodes);
            case Frame.Items items -> comparison.received(from, items);
            case Frame.Want want -> comparison.received(from, want);
        }
    }

    private void receive(String from, Frame.Delta delta) {
        metrics.received.labelValues(schema.name()).inc(delta.entries().size());
        boolean whole = true;
        for (byte[] bytes : delta.entries()) {
            try {
                whole &= take(Entry.decode(schema, bytes));
            } catch (IllegalArgumentException e) {
                whole = false;
                refused(from, e.getMessage());
            }
        }
        boolean readable = whole;
        // Also what was known already must be on this disk before the peer counts on it.
        shelf.whenSafe(failure -> {
            if (failure.isEmpty() && !closed) {
                var ack = new Frame.Ack(schema.name(), delta.number(), readable);
                with.links().send(from, Frame.encode(ack));
            }
        });
        pumpSoon();
    }

    private void refused(String from, @Nullable String why) {
        metrics.refused.labelValues("entry").inc();
        LOG.atWarn()
                .addKeyValue("map", schema.name())
                .addKeyValue("peer", from)
                .addKeyValue("err", String.valueOf(why))
                .log("A peer sent an entry that cannot be read");
    }

    private boolean take(Entry<K, V> entry) {
        return switch (entry) {
            case Entry.Written<K, V>(K key, Versioned<V> value) -> {
                long wall = loop.now().toEpochMilli();
                if (!with.clock().observe(value.stamp(), wall)) {
                    metrics.skewed.labelValues(schema.name()).inc();
                }
                if (shelf.merge(key, value)) {
                    feeds.passOn(key, value.stamp().member());
                }
                yield true;
            }
            case Entry.Dropped<K, V> _ -> {
                refused("a peer", "what is dropped concerns one disk only");
                yield false;
            }
        };
    }

    /// Takes the live view anew.
    void peersChanged() {
        if (!closed) {
            feeds.peersChanged().forEach(comparison::begin);
        }
    }

    /// Whether this copy was once seen equal to those of its peers.
    boolean isInStep() {
        return feeds.areInStep();
    }

    private void tick() {
        if (closed) {
            return;
        }
        shelf.tick();
        giveUp(loop.monotonicNanos());
        feeds.sendAgain();
        feeds.pumpAll(shelf::encoded);
        feeds.dueForComparison().forEach(comparison::begin);
        loop.after(with.timing().tick(), this::tick);
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

    /// The shelf, for those who look on from the same loop.
    Shelf<K, V> shelf() {
        return shelf;
    }

    /// The map as the outside sees it.
    MeshView.MapView view() {
        long root = shelf.digestAt(shelf.horizon()).root();
        return new MeshView.MapView(
                schema.name(),
                shelf.size(),
                "%016x".formatted(root),
                shelf.trouble().orElse(""),
                feeds.view());
    }

    private final class Speaker implements Comparison.Told<K> {
        @Override
        public String map() {
            return schema.name();
        }

        @Override
        public void send(String peer, Frame frame) {
            with.links().send(peer, Frame.encode(frame));
        }

        @Override
        public @Nullable Feed<K> feed(String peer) {
            return feeds.of(peer);
        }

        @Override
        public void tell(String peer, List<K> keys) {
            feeds.tell(peer, keys);
            feeds.pump(peer, shelf::encoded);
        }
    }
}

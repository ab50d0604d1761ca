package tocsin.mesh;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.loop.EventLoop;
import tocsin.replica.MapSchema;
import tocsin.replica.ReplicatedMap;
import tocsin.replica.Replication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/// The maps of a member and the links they share. Thread-safe; each map belongs to the loop that
/// opened it.
public final class Mesh implements Replication, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mesh.class);

    private final Links links;
    private final LogStores logs;
    private final MeshTiming timing;
    private final HybridClock clock;
    private final MeshMetrics metrics;
    private final Skews skews;
    private final Map<String, MapReplica<?, ?>> replicas = new ConcurrentHashMap<>();

    /// A mesh over these links, with no maps yet.
    public Mesh(Links links, LogStores logs, MeshTiming timing, PrometheusRegistry registry) {
        this.links = links;
        this.logs = logs;
        this.timing = timing;
        this.clock = new HybridClock(links.self());
        this.metrics = new MeshMetrics(registry);
        this.skews = new Skews(metrics);
        links.receive(this::received);
        links.watch(() -> replicas.values().forEach(replica -> on(replica, replica::peersChanged)));
    }

    @Override
    public <K, V> ReplicatedMap<K, V> open(MapSchema<K, V> schema, EventLoop owner) {
        try {
            var shared = new MapReplica.Shared(links, clock, metrics, skews, timing);
            var replica = new MapReplica<>(schema, owner, logs.open(schema.name()), shared);
            if (replicas.putIfAbsent(schema.name(), replica) != null) {
                throw new IllegalStateException("the map " + schema.name() + " is open already");
            }
            on(replica, replica::open);
            return replica;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the log of " + schema.name() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private void on(MapReplica<?, ?> replica, Runnable task) {
        try {
            replica.loop().execute(task);
        } catch (RejectedExecutionException e) {
            metrics.refused.labelValues("loop").inc();
        }
    }

    private void received(String from, byte[] bytes) {
        if (bytes.length > Frame.LARGEST) {
            metrics.refused.labelValues("size").inc();
            return;
        }
        try {
            Frame frame = Frame.decode(bytes);
            MapReplica<?, ?> replica = replicas.get(frame.map());
            if (replica == null) {
                metrics.refused.labelValues("map").inc();
            } else {
                on(replica, () -> replica.received(from, frame));
            }
        } catch (IllegalArgumentException e) {
            metrics.refused.labelValues("frame").inc();
            LOG.atWarn()
                    .addKeyValue("peer", from)
                    .addKeyValue("err", e.getMessage())
                    .log("A peer sent what is no frame");
        }
    }

    /// Whether all maps were seen equal to those of each live peer. May be asked on any thread but
    /// a map's loop.
    public boolean isInStep() {
        return replicas.values().stream()
                .map(replica -> CompletableFuture.supplyAsync(replica::isInStep, replica.loop()))
                .toList()
                .stream()
                .allMatch(CompletableFuture::join);
    }

    /// What a map holds, as ordered bytes, for comparison between members; on the map's loop.
    public List<String> content(String map) {
        MapReplica<?, ?> replica = replicas.get(map);
        var content = new ArrayList<String>();
        if (replica != null) {
            replica.shelf().snapshot().forEach(bytes -> content.add(Arrays.toString(bytes)));
        }
        content.sort(Comparator.naturalOrder());
        return content;
    }

    /// The digest of what a map holds, for comparison between members; on the map's loop.
    public String digest(String map) {
        MapReplica<?, ?> replica = replicas.get(map);
        return replica == null ? "" : replica.view().digest();
    }

    /// The mesh as it is now. May be asked on any thread but a map's loop.
    public MeshView view() {
        List<MeshView.MapView> maps =
                replicas.values().stream()
                        .map(replica ->
                                CompletableFuture.supplyAsync(replica::view, replica.loop()))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .sorted(Comparator.comparing(MeshView.MapView::name))
                        .toList();
        List<MeshView.Member> members =
                links.peers().stream()
                        .map(peer ->
                                new MeshView.Member(
                                        peer.name(), peer.address(), skews.of(peer.name())))
                        .toList();
        return new MeshView(links.self(), members, maps);
    }

    /// Stops answering; logs and links are closed by those who opened them.
    @Override
    public void close() {
        replicas.values().forEach(replica -> on(replica, replica::close));
    }
}

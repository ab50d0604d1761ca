package tocsin.mesh.atomix;

import io.atomix.cluster.BootstrapService;
import io.atomix.cluster.Node;
import io.atomix.cluster.discovery.NodeDiscoveryConfig;
import io.atomix.cluster.discovery.NodeDiscoveryEvent;
import io.atomix.cluster.discovery.NodeDiscoveryEventListener;
import io.atomix.cluster.discovery.NodeDiscoveryProvider;
import io.atomix.utils.event.AbstractListenerManager;
import io.atomix.utils.net.Address;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The members to begin with, by name. Names are looked up every few seconds for the whole life of
/// the member: a pod that comes back under another address is found again, and a name that stood
/// for several addresses stands for all of them.
final class Seeds extends AbstractListenerManager<NodeDiscoveryEvent, NodeDiscoveryEventListener>
        implements NodeDiscoveryProvider {
    private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);

    private final List<String> seeds;
    private final Duration between;
    private final Duration patience;
    private final Set<String> complainedOf = ConcurrentHashMap.newKeySet();
    private final long begunNanos = System.nanoTime();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("mesh-seeds").daemon(true).factory());
    private volatile Map<String, Node> nodes = Map.of();
    private volatile int named;
    private volatile @Nullable Future<?> lookUps;

    /// Looks names up every so often, and says once of each that is not known after `patience`.
    Seeds(List<String> seeds, Duration between, Duration patience) {
        this.seeds = seeds;
        this.between = between;
        this.patience = patience;
    }

    @Override
    public Set<Node> getNodes() {
        return Set.copyOf(nodes.values());
    }

    /// For how many other members the seeds stood when they were last looked up. A name that is not
    /// known stands for one; one with addresses of both kinds for as many as it has of IPv4, as
    /// `localhost` is not two members.
    int named() {
        return named;
    }

    @Override
    public CompletableFuture<Void> join(BootstrapService bootstrap, Node self) {
        lookUp(self);
        lookUps =
                timer.scheduleWithFixedDelay(
                        () -> lookUp(self),
                        between.toMillis(),
                        between.toMillis(),
                        TimeUnit.MILLISECONDS);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> leave(Node self) {
        Future<?> running = lookUps;
        if (running != null) {
            running.cancel(true);
        }
        timer.shutdownNow();
        return CompletableFuture.completedFuture(null);
    }

    private void lookUp(Node self) {
        Map<String, Node> found = new HashMap<>();
        Set<String> members = new HashSet<>();
        for (String seed : seeds) {
            try {
                members.addAll(lookUp(seed, found));
            } catch (UnknownHostException e) {
                members.add(seed);
                unknown(seed);
            }
        }
        found.values().stream()
                .filter(node -> node.address().equals(self.address()))
                .map(node -> node.id().id())
                .toList()
                .forEach(own -> {
                    found.remove(own);
                    members.remove(own);
                });
        named = members.size();
        Map<String, Node> before = nodes;
        nodes = Map.copyOf(found);
        found.forEach((text, node) -> {
            if (!before.containsKey(text)) {
                post(new NodeDiscoveryEvent(NodeDiscoveryEvent.Type.JOIN, node));
            }
        });
        before.forEach((text, node) -> {
            if (!found.containsKey(text)) {
                post(new NodeDiscoveryEvent(NodeDiscoveryEvent.Type.LEAVE, node));
            }
        });
    }

    /// Adds all addresses of a seed to what was found, and gives those that stand for a member.
    private static List<String> lookUp(String seed, Map<String, Node> found)
            throws UnknownHostException {
        int colon = seed.lastIndexOf(':');
        int port = Integer.parseInt(seed.substring(colon + 1));
        var four = new ArrayList<String>();
        var six = new ArrayList<String>();
        String host = seed.substring(0, colon).replaceAll("^\\[|]$", "");
        for (InetAddress address : InetAddress.getAllByName(host)) {
            String text = address.getHostAddress() + ":" + port;
            (address instanceof Inet4Address ? four : six).add(text);
            found.put(
                    text,
                    Node.builder()
                            .withId(text)
                            .withAddress(Address.from(address.getHostAddress(), port))
                            .build());
        }
        return four.isEmpty() ? six : four;
    }

    private void unknown(String seed) {
        if (System.nanoTime() - begunNanos >= patience.toNanos() && complainedOf.add(seed)) {
            LOG.atWarn()
                    .addKeyValue("peer", seed)
                    .log("A peer's name cannot be resolved; it goes on being looked up");
        }
    }

    @Override
    public NodeDiscoveryConfig config() {
        return new OfItself(this);
    }

    /// Atomix makes a provider anew from the configuration of the one it was given: this gives the
    /// same again.
    private static final class OfItself extends NodeDiscoveryConfig
            implements NodeDiscoveryProvider.Type<NodeDiscoveryConfig> {
        private final Seeds seeds;

        private OfItself(Seeds seeds) {
            this.seeds = seeds;
        }

        @Override
        public NodeDiscoveryProvider.Type<NodeDiscoveryConfig> getType() {
            return this;
        }

        @Override
        public NodeDiscoveryProvider newProvider(NodeDiscoveryConfig config) {
            return seeds;
        }

        @Override
        public String name() {
            return "seeds";
        }
    }
}

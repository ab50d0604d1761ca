package tocsin.server.parts;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.durable.DiskThread;
import tocsin.durable.DurableLog;
import tocsin.mesh.Links;
import tocsin.mesh.Mesh;
import tocsin.mesh.MeshTiming;
import tocsin.mesh.MeshView;
import tocsin.mesh.atomix.AtomixLinks;
import tocsin.mesh.atomix.AtomixSettings;
import tocsin.mesh.atomix.MeshException;
import tocsin.mesh.swim.SwimTiming;
import tocsin.notify.Peers;
import tocsin.replica.Replication;
import tocsin.server.Lifecycle;
import tocsin.server.StartException;
import tocsin.server.api.ClusterView;
import tocsin.server.cli.HostPort;
import tocsin.server.cli.Options;
import tocsin.server.cluster.ClusterMetrics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The mesh of a member: its name, its links, its maps and their logs.
public final class MeshPart {
    private static final Duration MISSING_AFTER = Duration.ofSeconds(5);
    private static final Duration LOOK_UP_EVERY = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Links links;
    private final Mesh mesh;
    private final Options.Cluster options;
    private final String address;
    private final Map<String, DurableLog> logs;
    private volatile boolean settled;

    private MeshPart(
            Links links,
            Mesh mesh,
            Options.Cluster options,
            String address,
            Map<String, DurableLog> logs) {
        this.logs = logs;
        this.links = links;
        this.mesh = mesh;
        this.options = options;
        this.address = address;
    }

    /// Joins, or opens a member alone when clustering is off.
    public static MeshPart open(Options options, Lifecycle lifecycle, PrometheusRegistry registry)
            throws StartException, InterruptedException {
        Path folder = options.storage().path();
        Home home = lifecycle.opened("home", Home.open(folder));
        String name = options.cluster().name().orElse(home.name());
        DiskThread disk = lifecycle.opened("disk", new DiskThread("disk"));
        Options.Cluster cluster = options.cluster();
        Links links;
        String address = "";
        if (cluster.listen().isPresent()) {
            InetSocketAddress listen = listen(cluster.listen().get());
            InetSocketAddress advertise = advertise(cluster, listen);
            address = new HostPort(advertise.getHostString(), advertise.getPort()).toString();
            links =
                    lifecycle.opened(
                            "links",
                            join(refusals(registry), settings(cluster, name, listen, advertise)));
        } else {
            links = new LoneLinks(name);
        }
        Map<String, DurableLog> logs = new ConcurrentSkipListMap<>();
        Path state = folder.resolve("state");
        var mesh =
                lifecycle.opened(
                        "mesh",
                        new Mesh(
                                links,
                                map -> {
                                    var log = DurableLog.open(state.resolve(map), disk);
                                    logs.put(map, log);
                                    return log;
                                },
                                MeshTiming.defaults(),
                                registry));
        var metrics = new ClusterMetrics(registry);
        metrics.members(links, cluster.listen().isPresent());
        metrics.logs(logs);
        return new MeshPart(links, mesh, cluster, address, logs);
    }

    private static InetSocketAddress listen(HostPort wanted) throws StartException {
        int port = wanted.port() == 0 ? freePort() : wanted.port();
        String host = wanted.isEveryInterface() ? "0.0.0.0" : wanted.host();
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new StartException("--cluster.listen-address: no address for host " + host);
        }
        return address;
    }

    private static int freePort() throws StartException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartException("no port is free: " + e, e);
        }
    }

    private static InetSocketAddress advertise(Options.Cluster cluster, InetSocketAddress listen)
            throws StartException {
        if (cluster.advertise().isPresent()) {
            HostPort address = cluster.advertise().get();
            int port = address.port() == 0 ? listen.getPort() : address.port();
            return new InetSocketAddress(address.host(), port);
        }
        if (!listen.getAddress().isAnyLocalAddress()) {
            return listen;
        }
        Optional<InetAddress> found = PrivateAddress.find(cluster.security().publicAddress());
        if (found.isEmpty() && !cluster.peers().isEmpty()) {
            throw new StartException(
                    "no private IP found, explicit advertise addr not provided:"
                            + " name one with --cluster.advertise-address");
        }
        return new InetSocketAddress(
                found.orElse(InetAddress.getLoopbackAddress()), listen.getPort());
    }

    private static AtomixSettings settings(
            Options.Cluster cluster,
            String name,
            InetSocketAddress listen,
            InetSocketAddress advertise)
            throws StartException {
        Options.Timing timing = cluster.timing();
        return new AtomixSettings(
                name,
                cluster.label(),
                listen,
                advertise,
                cluster.peers(),
                new SwimTiming(
                        timing.probeInterval(),
                        timing.probeTimeout(),
                        timing.gossipInterval(),
                        timing.pushPullInterval(),
                        timing.reconnectInterval(),
                        timing.reconnectTimeout()),
                LOOK_UP_EVERY,
                timing.resolveTimeout(),
                timing.tcpTimeout(),
                MeshTrust.of(cluster.security(), listen.getAddress()));
    }

    private static Consumer<String> refusals(PrometheusRegistry registry) {
        Counter refused =
                Counter.builder()
                        .name("tocsin_mesh_wire_refused_total")
                        .help("What came from outside, or had to go there, and was refused.")
                        .labelNames("reason")
                        .register(registry);
        return reason -> refused.labelValues(reason).inc();
    }

    private static AtomixLinks join(Consumer<String> refusals, AtomixSettings settings)
            throws StartException, InterruptedException {
        try {
            return AtomixLinks.join(refusals, settings);
        } catch (MeshException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Calls back once this member holds what its peers hold, those that were named and do not
    /// answer have had their while, or at the latest after the settle timeout. Waits on a thread of
    /// its own.
    public void whenSettled(Runnable then, BooleanSupplier stopped) {
        Thread.ofVirtual()
                .name("settle")
                .start(() -> {
                    try {
                        waitUntilSettled(stopped);
                    } catch (InterruptedException e) {
                        return;
                    }
                    settled = true;
                    if (!stopped.getAsBoolean()) {
                        then.run();
                    }
                });
    }

    private void waitUntilSettled(BooleanSupplier stopped) throws InterruptedException {
        boolean expected = options.listen().isPresent() && !options.peers().isEmpty();
        if (!expected) {
            return;
        }
        var settling = new Settling(MISSING_AFTER, options.timing().settleTimeout());
        long begun = System.nanoTime();
        while (!stopped.getAsBoolean()) {
            Duration passed = Duration.ofNanos(System.nanoTime() - begun);
            int inSight = links.peers().size();
            boolean inStep = inSight > 0 && mesh.isInStep();
            if (settling.isOver(passed, links.named(), inSight, inStep)) {
                return;
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    /// The maps that members share.
    public Replication replication() {
        return mesh;
    }

    /// The members that are alive.
    public Peers peers() {
        return new Peers() {
            @Override
            public String self() {
                return links.self();
            }

            @Override
            public List<String> live() {
                var live = new ArrayList<String>();
                links.peers().forEach(peer -> live.add(peer.name()));
                live.add(links.self());
                return live;
            }

            @Override
            public void watch(Runnable listener) {
                links.watch(listener);
            }
        };
    }

    /// Why writes are not durable at present, if so.
    public Optional<String> trouble() {
        return logs.values().stream().flatMap(log -> log.trouble().stream()).findFirst();
    }

    /// All that is known of the mesh.
    public MeshView inDetail() {
        return mesh.view();
    }

    /// The cluster as the API shows it.
    public ClusterView view() {
        if (options.listen().isEmpty()) {
            return ClusterView.DISABLED;
        }
        var peers = new ArrayList<ClusterView.Peer>();
        peers.add(new ClusterView.Peer(links.self(), address));
        links.peers().forEach(peer -> peers.add(new ClusterView.Peer(peer.name(), peer.address())));
        peers.sort(java.util.Comparator.comparing(ClusterView.Peer::name));
        return new ClusterView(links.self(), settled ? "ready" : "settling", peers);
    }
}

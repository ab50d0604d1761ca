package tocsin.server.cli;

import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Flags of the mesh.
final class ClusterFlags {
    @Option(
            names = "--cluster.listen-address",
            paramLabel = "ADDRESS",
            description = "Address of the mesh; empty to disable clustering.")
    String listen = "0.0.0.0:9094";

    @Option(
            names = "--cluster.advertise-address",
            paramLabel = "ADDRESS",
            description = "Address that others shall use.")
    String advertise = "";

    @Option(
            names = "--cluster.peer",
            paramLabel = "ADDRESS",
            description = "A member to begin with. May be repeated.")
    List<String> peers = new ArrayList<>();

    @Option(names = "--cluster.peer-name", description = "This member's name.")
    String name = "";

    @Option(names = "--cluster.label", description = "Members of other labels are ignored.")
    String label = "";

    @Option(names = "--cluster.tls-config", paramLabel = "FILE", description = "TLS of the mesh.")
    String tlsConfig = "";

    @Option(
            names = "--cluster.secret-file",
            paramLabel = "FILE",
            description = "A secret that members share instead of certificates.")
    String secretFile = "";

    @Option(
            names = "--cluster.allow-clear-text",
            negatable = true,
            description = "Members may talk in clear text beyond this machine.")
    boolean allowClearText;

    @Option(
            names = "--cluster.allow-insecure-public-advertise-address-discovery",
            negatable = true,
            description = "Advertise a public address when there is no private one.")
    boolean allowPublic;

    @Option(names = "--cluster.peer-timeout", description = "Time given to the member ahead.")
    Duration peerTimeout = Duration.ofSeconds(15);

    @Option(names = "--cluster.peers-resolve-timeout", description = "Time to resolve peers.")
    Duration resolveTimeout = Duration.ofSeconds(15);

    @Option(names = "--cluster.gossip-interval", description = "Interval between messages.")
    Duration gossipInterval = Duration.ofMillis(200);

    @Option(names = "--cluster.pushpull-interval", description = "Interval of full comparison.")
    Duration pushPullInterval = Duration.ofMinutes(1);

    @Option(names = "--cluster.tcp-timeout", description = "Timeout of connections.")
    Duration tcpTimeout = Duration.ofSeconds(10);

    @Option(names = "--cluster.probe-timeout", description = "Time to wait for a probe's answer.")
    Duration probeTimeout = Duration.ofMillis(500);

    @Option(names = "--cluster.probe-interval", description = "Interval between probes.")
    Duration probeInterval = Duration.ofMillis(500);

    @Option(names = "--cluster.settle-timeout", description = "Longest wait for the mesh.")
    Duration settleTimeout = Duration.ofMinutes(1);

    @Option(names = "--cluster.reconnect-interval", description = "Interval of reconnecting.")
    Duration reconnectInterval = Duration.ofSeconds(1);

    @Option(names = "--cluster.reconnect-timeout", description = "When to give a member up.")
    Duration reconnectTimeout = Duration.ofHours(6);

    Options.Cluster options() {
        Optional<HostPort> address =
                listen.isEmpty() ? Optional.empty() : Optional.of(HostPort.parse(listen));
        if (address.isPresent()) {
            checkTiming();
            peers.forEach(HostPort::parse);
        }
        return new Options.Cluster(
                address,
                WebFlags.text(advertise).map(HostPort::parse),
                List.copyOf(peers),
                WebFlags.text(name),
                label,
                security(),
                timing());
    }

    private Options.MeshSecurity security() {
        if (!tlsConfig.isEmpty() && !secretFile.isEmpty()) {
            throw new IllegalArgumentException(
                    "at most one of --cluster.tls-config and --cluster.secret-file may be given");
        }
        return new Options.MeshSecurity(
                ServerFlags.path(tlsConfig),
                ServerFlags.path(secretFile),
                allowClearText,
                allowPublic);
    }

    private Options.Timing timing() {
        return new Options.Timing(
                peerTimeout,
                resolveTimeout,
                gossipInterval,
                pushPullInterval,
                tcpTimeout,
                probeTimeout,
                probeInterval,
                settleTimeout,
                reconnectInterval,
                reconnectTimeout);
    }

    private void checkTiming() {
        positive("PeerTimeout", peerTimeout);
        positive("PeersResolveTimeout", resolveTimeout);
        positive("GossipInterval", gossipInterval);
        positive("PushPullInterval", pushPullInterval);
        positive("TCPTimeout", tcpTimeout);
        positive("ProbeTimeout", probeTimeout);
        positive("ProbeInterval", probeInterval);
        positive("ReconnectInterval", reconnectInterval);
        positive("PeerReconnectTimeout", reconnectTimeout);
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(
                    "tocsin: Options." + name + " must be positive when clustering is enabled");
        }
    }
}

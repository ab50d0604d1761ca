package tocsin.mesh.atomix;

import io.atomix.cluster.AtomixCluster;
import io.atomix.cluster.ClusterConfig;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.protocol.GroupMembershipProtocol;
import io.atomix.cluster.protocol.SwimMembershipProtocol;
import io.atomix.utils.net.Address;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.mesh.Links;
import tocsin.mesh.wire.Wire;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/// Links over Atomix. Frames go over kept TCP connections; members are found and lost by SWIM.
public final class AtomixLinks implements Links, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AtomixLinks.class);
    private static final String SUBJECT = "tocsin";
    private static final String FAREWELL = "tocsin-farewell";
    private static final Duration FAREWELL_TRAVELS = Duration.ofMillis(100);
    private static final Duration START_WITHIN = Duration.ofSeconds(15);
    private static final int GOSSIP_FANOUT = 3;

    private final AtomixCluster cluster;
    private final MemberId self;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    /// Who said farewell and is still a member to Atomix, which takes seconds to find out.
    private final Set<String> left = ConcurrentHashMap.newKeySet();

    /// Who is gone without a farewell, and since when.
    private final Map<String, Long> missed = new ConcurrentHashMap<>();

    private final Duration missedFor;
    private volatile List<Peer> peers = List.of();
    private volatile Receiver receiver = (from, frame) -> {};

    private AtomixLinks(AtomixCluster cluster, MemberId self, Duration missedFor) {
        this.cluster = cluster;
        this.self = self;
        this.missedFor = missedFor;
    }

    /// Joins. Peers are found in the background.
    ///
    /// @throws MeshException when this member cannot listen
    ///
    /// @param refusals is told a word for everything from outside that is refused
    public static AtomixLinks join(Consumer<String> refusals, AtomixSettings settings)
            throws MeshException, InterruptedException {
        AtomixCluster cluster = build(refusals, settings);
        var links = new AtomixLinks(cluster, MemberId.from(settings.name()), settings.missedFor());
        try {
            cluster.start().get(START_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new MeshException(
                    "cannot listen for members on " + settings.listen() + ": " + cause, cause);
        }
        links.listen();
        return links;
    }

    private static AtomixCluster build(Consumer<String> refusals, AtomixSettings settings) {
        var meters = new SimpleMeterRegistry();
        InetSocketAddress advertise = settings.advertise();
        Address self = new Address(advertise.getHostString(), advertise.getPort());
        var config = new ClusterConfig();
        config.setClusterId("tocsin:" + settings.label());
        config.getNodeConfig().setId(settings.name()).setAddress(self);
        config.setDiscoveryConfig(new Seeds(settings.seeds(), settings.lookUpInterval()).config());
        config.setProtocolConfig(swim(settings, meters).config());
        var wire =
                new WireMessaging(
                        new Wire.Settings(
                                settings.name(),
                                settings.label(),
                                settings.listen(),
                                self.host() + ":" + self.port(),
                                settings.trust(),
                                settings.connectTimeout()),
                        self,
                        new Mailroom(refusals));
        return new SecuredCluster(config, wire, meters);
    }

    private static GroupMembershipProtocol swim(
            AtomixSettings settings, SimpleMeterRegistry meters) {
        return SwimMembershipProtocol.builder(meters)
                .withBroadcastUpdates(true)
                .withBroadcastDisputes(true)
                .withNotifySuspect(true)
                .withGossipInterval(settings.gossipInterval())
                .withGossipFanout(GOSSIP_FANOUT)
                .withProbeInterval(settings.probeInterval())
                .withProbeTimeout(settings.probeTimeout())
                .withFailureTimeout(settings.failureTimeout())
                .withSyncInterval(Duration.ofSeconds(10))
                .build();
    }

    private void listen() {
        cluster.getCommunicationService()
                .<byte[]>consume(
                        SUBJECT,
                        Function.identity(),
                        (from, frame) -> heard(from.id(), frame),
                        Runnable::run);
        cluster.getCommunicationService()
                .<byte[]>consume(
                        FAREWELL,
                        Function.identity(),
                        (from, _) -> {
                            left.add(from.id());
                            refresh();
                        },
                        Runnable::run);
        cluster.getMembershipService()
                .addListener(event -> {
                    switch (event.type()) {
                        case MEMBER_ADDED, MEMBER_REMOVED -> left.remove(event.subject().id().id());
                        case METADATA_CHANGED, REACHABILITY_CHANGED -> {}
                    }
                    refresh();
                });
        refresh();
    }

    private void heard(String from, byte[] frame) {
        // Who speaks after his farewell is back under his name.
        if (left.remove(from)) {
            refresh();
        }
        receiver.received(from, frame);
    }

    private void refresh() {
        List<Peer> now =
                cluster.getMembershipService().getMembers().stream()
                        .filter(member -> !member.id().equals(self))
                        .filter(Member::isActive)
                        .filter(member -> !left.contains(member.id().id()))
                        .map(member -> new Peer(member.id().id(), member.address().toString()))
                        .sorted(Comparator.comparing(Peer::name))
                        .toList();
        if (!now.equals(peers)) {
            miss(peers, now);
            LOG.atInfo().addKeyValue("peers", now.stream().map(Peer::name).toList()).log("Members");
            peers = now;
            watchers.forEach(Runnable::run);
        }
    }

    private void miss(List<Peer> before, List<Peer> now) {
        before.forEach(peer -> {
            if (!left.contains(peer.name())) {
                missed.put(peer.name(), System.nanoTime());
            }
        });
        now.forEach(peer -> missed.remove(peer.name()));
    }

    @Override
    public int failed() {
        long now = System.nanoTime();
        missed.values().removeIf(since -> now - since > missedFor.toNanos());
        return missed.size();
    }

    @Override
    public String self() {
        return self.id();
    }

    @Override
    public List<Peer> peers() {
        return peers;
    }

    @Override
    public void watch(Runnable listener) {
        watchers.add(listener);
    }

    @Override
    public void send(String to, byte[] frame) {
        cluster.getCommunicationService()
                .unicast(SUBJECT, frame, Function.identity(), MemberId.from(to), true);
    }

    @Override
    public void receive(Receiver newReceiver) {
        this.receiver = newReceiver;
    }

    /// Leaves; the others know at once.
    @Override
    public void close() {
        try {
            peers.forEach(peer ->
                    cluster.getCommunicationService()
                            .unicast(
                                    FAREWELL,
                                    new byte[0],
                                    Function.identity(),
                                    MemberId.from(peer.name()),
                                    true));
            Thread.sleep(FAREWELL_TRAVELS);
            cluster.stop().get(START_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The mesh was not left in order", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package tocsin.mesh.atomix;

import io.atomix.cluster.AtomixCluster;
import io.atomix.cluster.ClusterConfig;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/// Links over Atomix. Frames go over kept TCP connections; members are found and lost by SWIM.
public final class AtomixLinks implements Links, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AtomixLinks.class);
    private static final String SUBJECT = "tocsin";
    private static final Duration START_WITHIN = Duration.ofSeconds(15);

    private final AtomixCluster cluster;
    private final Membership membership;
    private final Seeds seeds;
    private final MemberId self;
    private final InSight inSight = new InSight(this::alive);

    private volatile Receiver receiver = (from, frame) -> {};

    private AtomixLinks(AtomixCluster cluster, Membership membership, Seeds seeds, MemberId self) {
        this.cluster = cluster;
        this.membership = membership;
        this.seeds = seeds;
        this.self = self;
    }

    /// Joins. Peers are found in the background.
    ///
    /// @throws MeshException when this member cannot listen
    ///
    /// @param refusals is told a word for everything from outside that is refused
    public static AtomixLinks join(Consumer<String> refusals, AtomixSettings settings)
            throws MeshException, InterruptedException {
        WireMessaging wire = wire(refusals, settings);
        var membership = new Membership(settings.timing(), wire);
        var seeds =
                new Seeds(settings.seeds(), settings.lookUpInterval(), settings.resolveTimeout());
        AtomixCluster cluster = build(settings, wire, membership, seeds);
        var links = new AtomixLinks(cluster, membership, seeds, MemberId.from(settings.name()));
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

    private static Address self(AtomixSettings settings) {
        InetSocketAddress advertise = settings.advertise();
        return new Address(advertise.getHostString(), advertise.getPort());
    }

    private static WireMessaging wire(Consumer<String> refusals, AtomixSettings settings) {
        Address self = self(settings);
        return new WireMessaging(
                new Wire.Settings(
                        settings.name(),
                        settings.label(),
                        settings.listen(),
                        self.host() + ":" + self.port(),
                        settings.trust(),
                        settings.connectTimeout()),
                self,
                new Mailroom(refusals));
    }

    private static AtomixCluster build(
            AtomixSettings settings, WireMessaging wire, Membership membership, Seeds seeds) {
        var config = new ClusterConfig();
        config.setClusterId("tocsin:" + settings.label());
        config.getNodeConfig().setId(settings.name()).setAddress(self(settings));
        config.setDiscoveryConfig(seeds.config());
        config.setProtocolConfig(membership.config());
        return new SecuredCluster(config, wire, new SimpleMeterRegistry());
    }

    private void listen() {
        cluster.getCommunicationService()
                .<byte[]>consume(
                        SUBJECT,
                        Function.identity(),
                        (from, frame) -> receiver.received(from.id(), frame),
                        Runnable::run);
        cluster.getMembershipService().addListener(_ -> inSight.look());
        inSight.look();
    }

    private List<Peer> alive() {
        return cluster.getMembershipService().getMembers().stream()
                .filter(member -> !member.id().equals(self))
                .filter(Member::isActive)
                .map(member -> new Peer(member.id().id(), member.address().toString()))
                .sorted(Comparator.comparing(Peer::name))
                .toList();
    }

    @Override
    public int named() {
        return seeds.named();
    }

    @Override
    public int failed() {
        return membership.missed();
    }

    @Override
    public int unwell() {
        return membership.unwell();
    }

    @Override
    public String self() {
        return self.id();
    }

    @Override
    public List<Peer> peers() {
        return inSight.peers();
    }

    @Override
    public void watch(Runnable listener) {
        inSight.watch(listener);
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
            cluster.stop().get(START_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The mesh was not left in order", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

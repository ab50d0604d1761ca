package tocsin.mesh.atomix;

import io.atomix.cluster.BootstrapService;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.discovery.NodeDiscoveryEventListener;
import io.atomix.cluster.discovery.NodeDiscoveryService;
import io.atomix.cluster.messaging.UnicastService;
import io.atomix.cluster.protocol.GroupMembershipEvent;
import io.atomix.cluster.protocol.GroupMembershipEventListener;
import io.atomix.cluster.protocol.GroupMembershipProtocol;
import io.atomix.cluster.protocol.GroupMembershipProtocolConfig;
import io.atomix.utils.event.AbstractListenerManager;
import io.atomix.utils.net.Address;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.loop.LoopThread;
import tocsin.mesh.swim.Claim;
import tocsin.mesh.swim.Network;
import tocsin.mesh.swim.Observer;
import tocsin.mesh.swim.Swim;
import tocsin.mesh.swim.SwimTiming;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/// Our own membership in the place of Atomix's.
final class Membership
        extends AbstractListenerManager<GroupMembershipEvent, GroupMembershipEventListener>
        implements GroupMembershipProtocol, Network, Observer {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final String SUBJECT = "swim";
    private static final int LOOP_LIMIT = 20_000;
    private static final long FAREWELL_TRAVELS_MILLIS = 100;

    private final SwimTiming timing;
    private final WireMessaging wire;
    private final LoopThread loop = new LoopThread("mesh-loop", LOOP_LIMIT);
    private final AtomicInteger missed = new AtomicInteger();
    private final AtomicInteger unwell = new AtomicInteger();
    private volatile Map<MemberId, Member> members = Map.of();

    // Of the loop.
    private @Nullable Swim swim;

    /// A member that lives.
    private static final class Living extends Member {
        private Living(String name, Address address) {
            super(MemberId.from(name), address);
        }

        @Override
        public boolean isActive() {
            return true;
        }

        @Override
        public boolean isReachable() {
            return true;
        }
    }

    Membership(SwimTiming timing, WireMessaging wire) {
        this.timing = timing;
        this.wire = wire;
        wire.mailroom().whenUnreachable(address -> on(swim -> swim.unreachable(address)));
    }

    /// What is done with membership once it has begun.
    @FunctionalInterface
    private interface Task {
        void with(Swim swim);
    }

    private void on(Task task) {
        try {
            loop.execute(() -> {
                Swim begun = swim;
                if (begun != null) {
                    task.with(begun);
                    missed.set(begun.missed());
                    unwell.set(begun.unwell());
                }
            });
        } catch (RejectedExecutionException e) {
            wire.mailroom().refused("loop");
        }
    }

    @Override
    public CompletableFuture<Void> join(
            BootstrapService bootstrap, NodeDiscoveryService discovery, Member self) {
        UnicastService unicast = bootstrap.getUnicastService();
        String address = self.address().host() + ":" + self.address().port();
        NodeDiscoveryEventListener whenFound = _ -> on(swim -> swim.seeds(addresses(discovery)));
        discovery.addListener(whenFound);
        BiConsumer<Address, byte[]> heard =
                (_, packet) -> {
                    Swim begun = swim;
                    if (begun != null) {
                        begun.received(packet);
                        missed.set(begun.missed());
                        unwell.set(begun.unwell());
                    }
                };
        unicast.addListener(SUBJECT, heard, loop);
        return CompletableFuture.runAsync(
                () -> {
                    var ears = new Swim.Ears(this, new Random());
                    var begun = new Swim(self.id().id(), address, timing, loop, this, ears);
                    swim = begun;
                    begun.seeds(addresses(discovery));
                    begun.start();
                },
                loop);
    }

    private static Set<String> addresses(NodeDiscoveryService discovery) {
        var addresses = new TreeSet<String>();
        discovery
                .getNodes()
                .forEach(
                        node -> addresses.add(node.address().host() + ":" + node.address().port()));
        return addresses;
    }

    /// Says farewell, and gives it the time to travel.
    @Override
    public CompletableFuture<Void> leave(Member self) {
        on(Swim::leave);
        var said = new CompletableFuture<Void>();
        var _ =
                loop.after(
                        java.time.Duration.ofMillis(FAREWELL_TRAVELS_MILLIS),
                        () -> said.complete(null));
        return said.thenRun(loop::close);
    }

    @Override
    public Set<Member> getMembers() {
        return Set.copyOf(members.values());
    }

    @Override
    public @Nullable Member getMember(MemberId id) {
        return members.get(id);
    }

    int missed() {
        return missed.get();
    }

    int unwell() {
        return unwell.get();
    }

    @Override
    public void changed() {
        Swim begun = swim;
        if (begun == null) {
            return;
        }
        Map<MemberId, Member> before = members;
        Map<MemberId, Member> now = new HashMap<>();
        for (Claim claim : begun.members()) {
            Member known = before.get(MemberId.from(claim.name()));
            Address address = Mailroom.address(claim.address());
            Member member =
                    known != null && known.address().equals(address)
                            ? known
                            : new Living(claim.name(), address);
            now.put(member.id(), member);
        }
        members = Map.copyOf(now);
        new TreeMap<>(before)
                .forEach((id, member) -> {
                    if (!isThere(member, now.get(id))) {
                        post(GroupMembershipEvent.Type.MEMBER_REMOVED, member);
                    }
                });
        new TreeMap<>(now)
                .forEach((id, member) -> {
                    if (!isThere(member, before.get(id))) {
                        post(GroupMembershipEvent.Type.MEMBER_ADDED, member);
                    }
                });
    }

    /// Atomix takes members of one name for equal wherever they are.
    private static boolean isThere(Member member, @Nullable Member other) {
        return other != null && other.address().equals(member.address());
    }

    private void post(GroupMembershipEvent.Type type, Member member) {
        post(new GroupMembershipEvent(type, member));
    }

    @Override
    public void refused(String reason) {
        wire.mailroom().refused(reason);
    }

    @Override
    public void impostor(String address) {
        LOG.atWarn()
                .addKeyValue("address", address)
                .log("Another member, or a former life of this one, goes by this member's name");
    }

    @Override
    public void send(String address, byte[] packet) {
        wire.tell(address, WireUnicast.PREFIX + SUBJECT, packet);
    }

    @Override
    public void renew(String address) {
        wire.renew(address);
    }

    @Override
    public void hangUp(String address) {
        wire.hangUp(address);
    }

    @Override
    public GroupMembershipProtocolConfig config() {
        return new OfItself(this);
    }

    /// Atomix makes a protocol anew from the configuration of the one it was given: this gives the
    /// same again.
    private static final class OfItself extends GroupMembershipProtocolConfig
            implements GroupMembershipProtocol.Type<GroupMembershipProtocolConfig> {
        private final Membership membership;

        private OfItself(Membership membership) {
            this.membership = membership;
        }

        @Override
        public GroupMembershipProtocol.Type<GroupMembershipProtocolConfig> getType() {
            return this;
        }

        @Override
        public GroupMembershipProtocol newProtocol(
                GroupMembershipProtocolConfig config, String name, MeterRegistry registry) {
            return membership;
        }

        @Override
        public String name() {
            return "lifeguard";
        }
    }
}

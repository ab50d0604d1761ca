package tocsin.mesh.swim;

import tocsin.loop.EventLoop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Membership as one member sees it. Confined to its loop.
///
/// It counts time as it lives it: what it slept through, stopped or starved of a processor, is no
/// time in which others could have answered. Whoever is accused hears of it from each that speaks
/// to it, and denies it by a new incarnation.
public final class Swim {
    private static final int PROBED_AT_ONCE = 3;
    private static final int GOSSIP_FAN_OUT = 3;
    private static final int TOLD_AT_ONCE = 16;
    private static final int RUMOURS_BESIDE = 8;
    private static final int RUMOURS_IN_GOSSIP = 64;
    private static final int EXPECTED_TO_AGREE = 3;
    private static final Duration FAREWELLS_KEPT = Duration.ofMinutes(5);
    private static final Duration IMPOSTOR_EVERY = Duration.ofSeconds(10);
    private static final Duration GOSSIP_TO_THE_DEAD = Duration.ofSeconds(30);

    private final SwimTiming timing;
    private final EventLoop loop;
    private final Network network;
    private final Observer observer;
    private final Roster roster;
    private final Rumours rumours = new Rumours();
    private final Health health = new Health();
    private final Probes probes = new Probes(new Asker());
    private final Reach reach;
    private Claim self;
    private boolean left;
    private long expectedNanos;
    private long sleptNanos;
    private long probeAt;
    private long gossipAt;
    private long syncAt;
    private long impostorAt = Long.MIN_VALUE / 2;

    /// A member that knows nobody. Its incarnation begins with the wall clock, so that a new life
    /// overrules what is said of the last.
    public Swim(
            String name,
            String address,
            SwimTiming timing,
            EventLoop loop,
            Network network,
            Ears ears) {
        this.timing = timing;
        this.loop = loop;
        this.network = network;
        this.observer = ears.observer();
        this.roster = new Roster(ears.chance());
        this.reach = new Reach(timing.reconnectInterval(), loop.monotonicNanos());
        this.self = Claim.alive(name, address, Math.max(0, loop.now().toEpochMilli()));
    }

    /// Who is told, and the chance by which members are chosen.
    public record Ears(Observer observer, Random chance) {}

    /// Begins.
    public void start() {
        expectedNanos = loop.monotonicNanos();
        long now = lived();
        probeAt = now + timing.probeInterval().toNanos();
        gossipAt = now;
        syncAt = now + timing.syncInterval().toNanos();
        tick();
    }

    /// Where members may be, as it is known now.
    public void seeds(Set<String> addresses) {
        reach.seeds(addresses, lived());
    }

    /// The others that are members, in order of their names.
    public List<Claim> members() {
        return roster.claims(Acquaintance::isMember);
    }

    /// How many are dead and not forgotten.
    public int missed() {
        return roster.claims(other -> other.is(Standing.DEAD)).size();
    }

    /// How unwell this member thinks it is, from 0 to 3.
    public int unwell() {
        return health.score();
    }

    /// Says farewell.
    public void leave() {
        if (!left) {
            self = self.accused(Standing.LEFT, self.name());
            announce(self);
            left = true;
        }
    }

    /// Nobody listens at an address.
    public void unreachable(String address) {
        probes.unreachable(address, lived());
    }

    private long lived() {
        return loop.monotonicNanos() - sleptNanos;
    }

    private void tick() {
        if (left) {
            return;
        }
        long tick = timing.tick().toNanos();
        long late = loop.monotonicNanos() - expectedNanos;
        if (late > tick) {
            sleptNanos += late;
            if (late > timing.probeTimeout().toNanos() / 2) {
                health.worse(1);
            }
        }
        long now = lived();
        probes.look(now);
        settleSuspicions(now);
        if (now >= probeAt) {
            probeAt = now + health.stretched(timing.probeInterval().toNanos());
            roster.turn(PROBED_AT_ONCE).forEach(this::probe);
            forget(now);
        }
        spread(now);
        reconnect(now);
        expectedNanos = loop.monotonicNanos() + tick;
        loop.after(timing.tick(), this::tick);
    }

    private void probe(Claim target) {
        if (!probes.isUnderWay(target.name())) {
            probes.begin(target, lived(), health.stretched(timing.probeTimeout().toNanos()));
        }
    }

    /// Who did not deny a suspicion in time is dead.
    private void settleSuspicions(long now) {
        int members = roster.members();
        List<Acquaintance> suspects =
                roster.all().stream().filter(other -> other.is(Standing.SUSPECT)).toList();
        if (suspects.isEmpty()) {
            return;
        }
        int alive = roster.claims(other -> other.is(Standing.ALIVE)).size();
        int expected = Math.min(EXPECTED_TO_AGREE, alive);
        for (Acquaintance suspect : suspects) {
            long most = timing.suspicionNanos(members, suspect.agreeing(), expected);
            if (suspect.ageNanos(now) >= most) {
                Claim dead = suspect.claim().accused(Standing.DEAD, self.name());
                take(suspect, dead);
                announce(dead);
            }
        }
    }

    private void spread(long now) {
        if (now >= gossipAt) {
            gossipAt = now + timing.gossipInterval().toNanos();
            gossip(now);
        }
        if (now >= syncAt) {
            int doublings = 32 - Integer.numberOfLeadingZeros(roster.members() / 32);
            syncAt = now + timing.syncInterval().toNanos() * (1 + doublings);
            roster.some(1, other -> other.is(Standing.ALIVE)).forEach(this::sync);
        }
    }

    private void gossip(long now) {
        if (rumours.isEmpty()) {
            return;
        }
        long recently = GOSSIP_TO_THE_DEAD.toNanos();
        List<Claim> chosen =
                roster.some(
                        GOSSIP_FAN_OUT,
                        other ->
                                other.isMember()
                                        || (other.is(Standing.DEAD)
                                                && other.ageNanos(now) < recently));
        for (Claim each : chosen) {
            say(each, new Packet.Gossip(), RUMOURS_IN_GOSSIP);
        }
    }

    private void sync(Claim with) {
        network.send(with.address(), everything(true).encode());
    }

    private Packet everything(boolean answerWanted) {
        return new Packet(self, new Packet.Sync(answerWanted), roster.claims(_ -> true));
    }

    private void reconnect(long now) {
        if (reach.isTimeForTheDead(now)) {
            for (Claim dead : roster.some(GOSSIP_FAN_OUT, other -> other.is(Standing.DEAD))) {
                network.renew(dead.address());
                sync(dead);
            }
        }
        for (String address : reach.missing(self, roster, now)) {
            network.renew(address);
            network.send(address, everything(true).encode());
        }
    }

    private void forget(long now) {
        roster.forget(other ->
                (other.is(Standing.DEAD) && other.ageNanos(now) > timing.missedFor().toNanos())
                        || (other.is(Standing.LEFT)
                                && other.ageNanos(now) > FAREWELLS_KEPT.toNanos()));
    }

    /// Says something to a member, with what it is accused of before all other rumours.
    private void say(Claim to, Packet.Saying saying, int most) {
        var beside = new ArrayList<Claim>();
        Acquaintance known = roster.of(to.name());
        if (known != null && !known.is(Standing.ALIVE)) {
            beside.add(known.claim());
        }
        beside.addAll(rumours.next(most, roster.members()));
        network.send(to.address(), new Packet(self, saying, beside).encode());
    }

    /// Tells news at once to all, or in a large mesh to some, and to the rest as a rumour.
    private void announce(Claim news) {
        rumours.add(news);
        var packet = new Packet(self, new Packet.Gossip(), List.of(news)).encode();
        for (Claim other : roster.some(TOLD_AT_ONCE, Acquaintance::isMember)) {
            network.send(other.address(), packet);
        }
    }

    /// Takes a packet.
    public void received(byte[] bytes) {
        if (left) {
            return;
        }
        try {
            received(Packet.decode(bytes));
        } catch (IllegalArgumentException e) {
            observer.refused("packet");
        }
    }

    private void received(Packet packet) {
        Claim speaker = packet.speaker();
        learn(speaker);
        Acquaintance known = roster.of(speaker.name());
        if (known == null) {
            // Myself under another address, or there is no room.
            return;
        }
        known.heard(lived());
        packet.rumours().forEach(this::learn);
        switch (packet.saying()) {
            case Packet.Ping(var number, var target) -> {
                if (target.equals(self.name())) {
                    say(speaker, new Packet.Ack(number, target), RUMOURS_BESIDE);
                }
            }
            case Packet.Ack ack -> probes.acknowledged(ack);
            case Packet.Nack nack -> probes.refusedBy(nack);
            case Packet.PingFor errand -> probes.begin(speaker, errand, lived());
            case Packet.Sync(var answerWanted) -> {
                if (answerWanted) {
                    network.send(speaker.address(), everything(false).encode());
                }
            }
            case Packet.Gossip() -> {}
        }
    }

    private void learn(Claim claim) {
        if (claim.name().equals(self.name())) {
            deny(claim);
            return;
        }
        Acquaintance known = roster.of(claim.name());
        if (known == null) {
            meet(claim);
        } else if (claim.standing() == Standing.SUSPECT
                && known.is(Standing.SUSPECT)
                && claim.incarnation() == known.claim().incarnation()) {
            if (known.accuse(claim.by())) {
                rumours.add(claim);
            }
        } else if (claim.beats(known.claim())) {
            long recently = health.stretched(timing.probeTimeout().toNanos());
            boolean spoke = known.spokeWithin(recently, lived());
            if (claim.standing() == Standing.DEAD && spoke && known.isMember()) {
                learn(claim.accused(Standing.SUSPECT, claim.by()));
            } else {
                take(known, claim);
                rumours.add(claim);
            }
        }
    }

    /// Meets a member. Of the dead whom one never knew one keeps nothing: else they would be handed
    /// on for ever.
    private void meet(Claim claim) {
        if (!claim.standing().isMember()) {
            return;
        }
        if (!roster.add(new Acquaintance(claim, lived()))) {
            observer.refused("members");
            return;
        }
        rumours.add(claim);
        observer.changed();
    }

    private void take(Acquaintance known, Claim claim) {
        Claim before = known.claim();
        known.take(claim, lived());
        boolean moved = !before.address().equals(claim.address());
        boolean gone = !claim.standing().isMember();
        if (moved || gone) {
            network.hangUp(before.address());
        }
        if (claim.standing() == Standing.SUSPECT) {
            probe(claim);
        }
        if (moved || before.standing().isMember() == gone) {
            observer.changed();
        }
    }

    /// Answers what is said of this member itself.
    private void deny(Claim claim) {
        if (claim.incarnation() < self.incarnation() || claim.equals(self)) {
            return;
        }
        if (claim.standing() != Standing.ALIVE) {
            health.worse(claim.standing() == Standing.LEFT ? 0 : 1);
        } else if (!claim.address().equals(self.address())) {
            long now = lived();
            if (now - impostorAt < IMPOSTOR_EVERY.toNanos()) {
                return;
            }
            impostorAt = now;
            observer.impostor(claim.address());
        }
        self = Claim.alive(self.name(), self.address(), claim.incarnation() + 1);
        announce(self);
    }

    private final class Asker implements Probes.Asking {
        @Override
        public void say(String name, String address, Packet.Saying saying) {
            Swim.this.say(Claim.alive(name, address, 0), saying, RUMOURS_BESIDE);
        }

        @Override
        public List<Claim> helpers(int most, String otherThan) {
            return roster.some(
                    most,
                    other -> other.is(Standing.ALIVE) && !other.claim().name().equals(otherThan));
        }

        @Override
        public void answered(String target) {
            health.better();
        }

        @Override
        public void unanswered(String target, int silent) {
            health.worse(silent);
            Acquaintance known = roster.of(target);
            if (known == null || !known.isMember()) {
                return;
            }
            Claim accusation = known.claim().accused(Standing.SUSPECT, self.name());
            if (known.is(Standing.ALIVE)) {
                take(known, accusation);
                announce(accusation);
            } else if (known.accuse(self.name())) {
                announce(accusation);
            }
        }

        @Override
        public void renew(String address) {
            network.renew(address);
        }
    }
}

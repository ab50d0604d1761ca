package tocsin.simulation;

import tocsin.mesh.swim.Claim;
import tocsin.mesh.swim.Network;
import tocsin.mesh.swim.Observer;
import tocsin.mesh.swim.Standing;
import tocsin.mesh.swim.Swim;
import tocsin.mesh.swim.SwimTiming;
import tocsin.testkit.SimLoop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Members that know of each other by nothing but SWIM, on a network that delays and loses.
public final class SwimMesh {
    private final SimLoop loop = new SimLoop();
    private final Random chance;
    private final SwimTiming timing;
    private final Map<String, Life> lives = new TreeMap<>();
    private final Set<String> cuts = new HashSet<>();
    private Duration slowest = Duration.ofMillis(2);
    private double loss;
    private final Map<String, Duration> slowLinks = new TreeMap<>();
    private final Set<Accusation> accusations = new LinkedHashSet<>();
    private final List<Miss> misses = new ArrayList<>();
    private boolean witnessed;
    private long packets;
    private long bytes;

    /// Nobody yet.
    public SwimMesh(long seed, SwimTiming timing) {
        this.chance = new Random(seed);
        this.timing = timing;
    }

    /// That one had no answer from another, in one incarnation of it.
    record Accusation(String by, String of, long incarnation) {}

    /// That one took another for dead that was not killed.
    record Miss(String by, String of) {}

    /// One life of a member, from its start to its end.
    private final class Life implements Network, Observer {
        private final String name;
        private final Skewed clock = new Skewed(loop, Duration.ZERO);
        private final Swim swim;
        private boolean over;
        private Set<String> seen = Set.of();

        private Life(String name, Set<String> seeds) {
            this.name = name;
            this.swim =
                    new Swim(
                            name,
                            name + ":9094",
                            timing,
                            clock,
                            this,
                            new Swim.Ears(this, new Random(chance.nextLong())));
            swim.seeds(seeds);
        }

        @Override
        public void send(String address, byte[] packet) {
            if (over) {
                return;
            }
            packets++;
            bytes += packet.length;
            witness();
            String to = address.substring(0, address.indexOf(':'));
            if (cuts.contains(name + ">" + to) || chance.nextDouble() < loss) {
                return;
            }
            Duration delay =
                    Duration.ofNanos(1 + chance.nextLong(slowest.toNanos()))
                            .plus(slowLinks.getOrDefault(name, Duration.ZERO))
                            .plus(slowLinks.getOrDefault(to, Duration.ZERO));
            loop.after(delay, () -> arrive(to, address, packet));
        }

        /// Whoever accuses says so at once.
        private void witness() {
            if (!witnessed) {
                return;
            }
            for (Claim claim : swim.members()) {
                if (claim.standing() == Standing.SUSPECT && claim.by().equals(name)) {
                    accusations.add(new Accusation(name, claim.name(), claim.incarnation()));
                }
            }
        }

        private void arrive(String to, String address, byte[] packet) {
            Life target = lives.get(to);
            if (target != null) {
                target.clock.execute(() -> target.swim.received(packet));
            } else {
                clock.execute(() -> swim.unreachable(address));
            }
        }

        @Override
        public void renew(String address) {
            // Connections do not get stuck here.
        }

        @Override
        public void hangUp(String address) {
            // Nor do they cost anything.
        }

        @Override
        public void changed() {
            var now = new TreeSet<>(view(name));
            for (String other : seen) {
                if (!now.contains(other) && lives.containsKey(other)) {
                    misses.add(new Miss(name, other));
                }
            }
            seen = now;
        }

        @Override
        public void refused(String reason) {
            throw new IllegalStateException(name + " refused: " + reason);
        }

        @Override
        public void impostor(String address) {
            throw new IllegalStateException(name + " has an impostor at " + address);
        }
    }

    /// Starts a member that is told where these are.
    public void start(String name, List<String> known) {
        var seeds = new TreeSet<String>();
        known.forEach(each -> seeds.add(each + ":9094"));
        var life = new Life(name, seeds);
        lives.put(name, life);
        life.clock.execute(life.swim::start);
    }

    /// Kill -9: from now on nobody listens.
    public void kill(String name) {
        Life life = lives.remove(name);
        if (life != null) {
            life.over = true;
            life.clock.die();
        }
    }

    /// An orderly end.
    public void leave(String name) {
        Life life = lives.get(name);
        if (life != null) {
            life.swim.leave();
            kill(name);
        }
    }

    /// SIGSTOP for a while.
    public void pause(String name, Duration span) {
        Life life = lives.get(name);
        if (life != null) {
            life.clock.pause(span);
        }
    }

    /// Cuts one direction.
    public void cut(String from, String to) {
        cuts.add(from + ">" + to);
    }

    /// One member's link is slow: what it sends and what is sent to it takes so much longer.
    public void slow(String name, Duration more) {
        slowLinks.put(name, more);
    }

    /// From now on it is kept who accuses whom.
    void witness() {
        witnessed = true;
        accusations.clear();
        misses.clear();
    }

    /// How often those members accused another of being silent.
    long accusationsBy(Predicate<String> accuser) {
        return accusations.stream().filter(each -> accuser.test(each.by())).count();
    }

    /// How often a member took one for dead that ran.
    int falselyMissed() {
        return misses.size();
    }

    /// Mends all cuts.
    public void heal() {
        cuts.clear();
        loss = 0;
    }

    /// Loses a share of all packets.
    public void lose(double share) {
        loss = share;
    }

    /// How long packets take at most.
    public void slowest(Duration most) {
        slowest = most;
    }

    /// Lets time pass.
    public void advance(Duration span) {
        loop.advance(span);
    }

    /// Lets time pass in small steps until somebody's view is as wanted. How much it took, or
    /// `most`.
    public Duration until(Duration most, BooleanSupplier wanted) {
        Duration step = Duration.ofMillis(10);
        Duration passed = Duration.ZERO;
        while (passed.compareTo(most) < 0 && !wanted.getAsBoolean()) {
            loop.advance(step);
            passed = passed.plus(step);
        }
        return passed;
    }

    /// Whom a member takes for members, itself left out.
    public List<String> view(String name) {
        Life life = lives.get(name);
        return life == null ? List.of() : life.swim.members().stream().map(Claim::name).toList();
    }

    /// Who runs.
    public Set<String> living() {
        return Set.copyOf(lives.keySet());
    }

    /// Whether each that runs takes all others that run, and nobody else, for members.
    public boolean isAgreed() {
        var agreed = new ArrayList<>(lives.keySet());
        for (String name : lives.keySet()) {
            var expected = new ArrayList<>(agreed);
            expected.remove(name);
            if (!view(name).equals(expected)) {
                return false;
            }
        }
        return true;
    }

    /// Whether nobody that runs takes a member for alive.
    public boolean isGone(String name) {
        return lives.keySet().stream()
                .filter(each -> !each.equals(name))
                .noneMatch(each -> view(each).contains(name));
    }

    /// How unwell a member thinks it is.
    public int unwell(String name) {
        Life life = lives.get(name);
        return life == null ? 0 : life.swim.unwell();
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }
}

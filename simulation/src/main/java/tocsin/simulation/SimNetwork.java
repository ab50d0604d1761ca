package tocsin.simulation;

import tocsin.loop.EventLoop;
import tocsin.mesh.Links;
import tocsin.testkit.SimLoop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A network that delays, reorders, doubles and loses, and whose members notice late who is gone.
final class SimNetwork {
    private static final Duration NOTICE_AFTER = Duration.ofSeconds(2);

    private final SimLoop loop;
    private final RandomGenerator chance;
    private final Map<String, Port> ports = new TreeMap<>();
    private final Set<String> cuts = new HashSet<>();
    private boolean noticing;
    private long bytes;
    private double loss;
    private Duration slowest = Duration.ofMillis(40);

    SimNetwork(SimLoop loop, RandomGenerator chance) {
        this.loop = loop;
        this.chance = chance;
    }

    /// What was sent so far.
    long bytes() {
        return bytes;
    }

    void loss(double share) {
        loss = share;
    }

    void slowest(Duration delay) {
        slowest = delay;
    }

    /// Cuts one direction.
    void cut(String from, String to) {
        cuts.add(from + ">" + to);
        noticeLater();
    }

    void healAll() {
        cuts.clear();
        noticeLater();
    }

    private boolean isCut(String from, String to) {
        return cuts.contains(from + ">" + to);
    }

    private void noticeLater() {
        if (!noticing) {
            noticing = true;
            loop.after(
                    NOTICE_AFTER,
                    () -> {
                        noticing = false;
                        List.copyOf(ports.values()).forEach(Port::notice);
                    });
        }
    }

    /// A member's links; the former ones of that name are dead.
    Port plug(String name, EventLoop owner) {
        var port = new Port(name, owner);
        ports.put(name, port);
        noticeLater();
        return port;
    }

    void unplug(String name) {
        Port port = ports.remove(name);
        if (port != null) {
            port.dead = true;
        }
        noticeLater();
    }

    final class Port implements Links {
        private final String name;
        private final EventLoop owner;
        private final List<Runnable> watchers = new ArrayList<>();
        private final Map<String, Peer> seen = new HashMap<>();
        private List<Peer> sorted = List.of();
        private Receiver receiver = (from, frame) -> {};
        private boolean dead;

        private Port(String name, EventLoop owner) {
            this.name = name;
            this.owner = owner;
        }

        private void notice() {
            Set<String> before = new HashSet<>(seen.keySet());
            seen.clear();
            for (String other : ports.keySet()) {
                if (!other.equals(name) && !isCut(other, name) && !isCut(name, other)) {
                    seen.put(other, new Peer(other, other + ":9094"));
                }
            }
            if (!before.equals(seen.keySet())) {
                sorted =
                        seen.values().stream()
                                .sorted((a, b) -> a.name().compareTo(b.name()))
                                .toList();
                watchers.forEach(Runnable::run);
            }
        }

        @Override
        public String self() {
            return name;
        }

        @Override
        public List<Peer> peers() {
            return sorted;
        }

        @Override
        public void watch(Runnable listener) {
            watchers.add(listener);
        }

        @Override
        public void receive(Receiver newReceiver) {
            receiver = newReceiver;
        }

        @Override
        public void send(String to, byte[] frame) {
            bytes += frame.length;
            int copies = chance.nextInt(50) == 0 ? 2 : 1;
            for (int i = 0; i < copies && !dead; i++) {
                if (chance.nextDouble() >= loss) {
                    long nanos = 1 + chance.nextLong(slowest.toNanos());
                    loop.after(Duration.ofNanos(nanos), () -> deliver(to, frame.clone()));
                }
            }
        }

        private void deliver(String to, byte[] frame) {
            Port target = ports.get(to);
            if (target != null && !dead && !isCut(name, to)) {
                target.owner.execute(() -> target.receiver.received(name, frame));
            }
        }
    }
}

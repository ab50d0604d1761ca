package tocsin.testkit;

import org.jspecify.annotations.Nullable;

import tocsin.loop.EventLoop;
import tocsin.replica.MapSchema;
import tocsin.replica.ReplicatedMap;
import tocsin.replica.Replication;
import tocsin.replica.Versioned;
import tocsin.testkit.HomeReplication.HomeMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/// Members that share maps over a network in virtual time, without the mesh: every write reaches
/// every live member after a fixed delay, what a member wrote survives its crash, and who comes
/// back is brought up to date. For tests of what stands on the maps; the mesh has its own.
public final class PeerNetwork {
    private final SimLoop loop;
    private final Duration latency;
    private final Map<String, Home> homes = new HashMap<>();
    private final Set<String> live = new TreeSet<>();
    private final Set<String> cutOff = new HashSet<>();
    private final List<Runnable> watchers = new ArrayList<>();

    private static final class Home {
        private final Map<String, HomeMap<?, ?>> maps = new HashMap<>();
        private HomeReplication replication;

        private Home(String member) {
            replication = new HomeReplication(member);
        }
    }

    /// A network in which a write takes `latency`.
    public PeerNetwork(SimLoop loop, Duration latency) {
        this.loop = loop;
        this.latency = latency;
    }

    /// Starts a member, with what it wrote before.
    public Replication start(String member) {
        Home home = home(member);
        Map<String, HomeMap<?, ?>> disk = Map.copyOf(home.maps);
        home.maps.clear();
        home.replication = new HomeReplication(member);
        live.add(member);
        tellAll();
        return new Replication() {
            @Override
            public <K, V> ReplicatedMap<K, V> open(MapSchema<K, V> schema, EventLoop owner) {
                HomeMap<K, V> map = home.replication.open(schema, owner);
                home.maps.put(schema.name(), map);
                copy(disk.get(schema.name()), map);
                loop.after(
                        latency,
                        () -> peers(member).forEach(peer -> sync(peer, member, schema.name())));
                return new Shared<>(map, member, schema.name());
            }
        };
    }

    /// Stops a member at once.
    public void crash(String member) {
        live.remove(member);
        tellAll();
    }

    /// Cuts a member off, or lets it back and brings all up to date. The others see it as gone.
    public void cutOff(String member, boolean cut) {
        if (cut) {
            cutOff.add(member);
        } else {
            cutOff.remove(member);
            for (String peer : peers(member)) {
                home(member)
                        .maps
                        .keySet()
                        .forEach(map -> {
                            sync(peer, member, map);
                            sync(member, peer, map);
                        });
            }
        }
        tellAll();
    }

    /// The members that a member sees, itself included.
    public List<String> seenBy(String member) {
        var seen = new ArrayList<>(peers(member));
        seen.add(member);
        return seen;
    }

    /// Adds someone to be told when members come and go.
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    private Home home(String member) {
        return homes.computeIfAbsent(member, Home::new);
    }

    private void tellAll() {
        List.copyOf(watchers).forEach(Runnable::run);
    }

    private List<String> peers(String member) {
        return live.stream()
                .filter(peer -> !peer.equals(member))
                .filter(peer -> !cutOff.contains(peer) && !cutOff.contains(member))
                .toList();
    }

    private void sync(String from, String to, String map) {
        copy(home(from).maps.get(map), home(to).maps.get(map));
    }

    @SuppressWarnings("unchecked") // maps of one name have one schema
    private static void copy(@Nullable HomeMap<?, ?> from, @Nullable HomeMap<?, ?> to) {
        if (from != null && to != null) {
            var target = (HomeMap<Object, Object>) to;
            List.copyOf(((HomeMap<Object, Object>) from).entries().entrySet())
                    .forEach(entry -> target.receive(entry.getKey(), entry.getValue()));
        }
    }

    private final class Shared<K, V> implements ReplicatedMap<K, V> {
        private final HomeMap<K, V> map;
        private final String member;
        private final String name;

        private Shared(HomeMap<K, V> map, String member, String name) {
            this.map = map;
            this.member = member;
            this.name = name;
        }

        @Override
        public Optional<V> get(K key) {
            return map.get(key);
        }

        @Override
        public Optional<Versioned<V>> versioned(K key) {
            return map.versioned(key);
        }

        @Override
        public void forEach(BiConsumer<K, V> each) {
            map.forEach(each);
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public CompletionStage<Void> put(K key, V value) {
            CompletionStage<Void> own = map.put(key, value);
            List<String> peers = peers(member);
            if (peers.isEmpty()) {
                return own;
            }
            Versioned<V> written = map.versioned(key).orElseThrow();
            var heard = new CompletableFuture<Void>();
            loop.after(latency, () -> peers.forEach(peer -> deliver(peer, key, written)));
            loop.after(latency.multipliedBy(2), () -> heard.complete(null));
            return heard;
        }

        @SuppressWarnings("unchecked") // maps of one name have one schema
        private void deliver(String peer, K key, Versioned<V> written) {
            HomeMap<K, V> theirs = (HomeMap<K, V>) home(peer).maps.get(name);
            if (theirs != null && peers(member).contains(peer)) {
                theirs.receive(key, written);
            }
        }

        @Override
        public void watch(Watcher<K, V> watcher) {
            map.watch(watcher);
        }
    }
}

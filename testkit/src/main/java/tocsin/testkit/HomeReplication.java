package tocsin.testkit;

import tocsin.loop.EventLoop;
import tocsin.replica.MapSchema;
import tocsin.replica.ReplicatedMap;
import tocsin.replica.Replication;
import tocsin.replica.Stamp;
import tocsin.replica.Versioned;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/// Replication that stays at home: maps in memory, merged by their schema as the mesh would. Values
/// take the way through their codec, so that a test of a map also tests its bytes.
public final class HomeReplication implements Replication {
    private final String member;

    /// A home for the member of this name.
    public HomeReplication(String member) {
        this.member = member;
    }

    @Override
    public <K, V> HomeMap<K, V> open(MapSchema<K, V> schema, EventLoop owner) {
        return new HomeMap<>(schema, owner, member);
    }

    /// A map in memory.
    public static final class HomeMap<K, V> implements ReplicatedMap<K, V> {
        private final Map<K, Versioned<V>> entries = new HashMap<>();
        private final List<Watcher<K, V>> watchers = new ArrayList<>();
        private final MapSchema<K, V> schema;
        private final EventLoop loop;
        private final String member;
        private long hlc;

        private HomeMap(MapSchema<K, V> schema, EventLoop loop, String member) {
            this.schema = schema;
            this.loop = loop;
            this.member = member;
        }

        @Override
        public Optional<V> get(K key) {
            return versioned(key).map(Versioned::value);
        }

        @Override
        public Optional<Versioned<V>> versioned(K key) {
            return Optional.ofNullable(entries.get(key));
        }

        @Override
        public void forEach(BiConsumer<K, V> each) {
            entries.forEach((key, entry) -> each.accept(key, entry.value()));
        }

        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public CompletionStage<Void> put(K key, V value) {
            V copy = schema.values().decode(schema.values().encode(value));
            hlc = Math.max(hlc + 1, loop.now().toEpochMilli() << 16);
            receive(key, new Versioned<>(copy, new Stamp(hlc, member)));
            return CompletableFuture.completedFuture(null);
        }

        /// Merges an entry as if a peer had sent it.
        public void receive(K key, Versioned<V> incoming) {
            hlc = Math.max(hlc, incoming.stamp().hlc());
            Versioned<V> before = entries.get(key);
            Versioned<V> after = before == null ? incoming : schema.merge(before, incoming);
            if (after.equals(before)) {
                return;
            }
            entries.put(key, after);
            Optional<V> was = Optional.ofNullable(before).map(Versioned::value);
            watchers.forEach(watcher -> watcher.changed(key, was, Optional.of(after.value())));
        }

        Map<K, Versioned<V>> entries() {
            return entries;
        }

        @Override
        public void watch(Watcher<K, V> watcher) {
            watchers.add(watcher);
        }
    }
}

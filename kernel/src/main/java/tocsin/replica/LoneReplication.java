package tocsin.replica;

import tocsin.loop.EventLoop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/// Maps of somebody who is alone and forgets everything at the end: for replays and tests of rules,
/// where nothing may leave the process. Entries are never expired.
public final class LoneReplication implements Replication {
    @Override
    public <K, V> ReplicatedMap<K, V> open(MapSchema<K, V> schema, EventLoop owner) {
        return new LoneMap<>(schema, owner);
    }

    private static final class LoneMap<K, V> implements ReplicatedMap<K, V> {
        private static final String MEMBER = "alone";

        private final Map<K, Versioned<V>> entries = new HashMap<>();
        private final List<Watcher<K, V>> watchers = new ArrayList<>();
        private final MapSchema<K, V> schema;
        private final EventLoop loop;
        private long hlc;

        private LoneMap(MapSchema<K, V> schema, EventLoop loop) {
            this.schema = schema;
            this.loop = loop;
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
            hlc = Math.max(hlc + 1, loop.now().toEpochMilli() << 16);
            Versioned<V> before = entries.get(key);
            var incoming = new Versioned<>(value, new Stamp(hlc, MEMBER));
            Versioned<V> after = before == null ? incoming : schema.merge(before, incoming);
            entries.put(key, after);
            Optional<V> was = Optional.ofNullable(before).map(Versioned::value);
            watchers.forEach(watcher -> watcher.changed(key, was, Optional.of(after.value())));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void watch(Watcher<K, V> watcher) {
            watchers.add(watcher);
        }
    }
}

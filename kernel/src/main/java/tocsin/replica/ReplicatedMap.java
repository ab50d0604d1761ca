package tocsin.replica;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/// A map that all members share. Confined to the loop of the one who opened it: every method is
/// called there, and watchers are called there.
///
/// A write is visible here at once, and stamped above everything seen for its key, so that a member
/// whose clock is behind is never ignored in silence.
///
/// @param <K> the key
/// @param <V> the value, immutable
public interface ReplicatedMap<K, V> {
    /// The value of a key, if there is one.
    Optional<V> get(K key);

    /// The value of a key with its stamp, if there is one.
    Optional<Versioned<V>> versioned(K key);

    /// Calls back for each entry, in no order that means anything; the map must not be written
    /// meanwhile.
    void forEach(BiConsumer<K, V> each);

    /// The number of entries.
    int size();

    /// Writes a value. The stage completes, on this loop, once the write is on this member's disk
    /// and, when any peer is reachable, on at least one more; it fails when the disk refuses.
    CompletionStage<Void> put(K key, V value);

    /// Several writes that are to be safe together; each is visible at once. One answer for all
    /// costs less than one for each.
    default Writes<K, V> writes() {
        return new Writes<>() {
            private CompletableFuture<Void> all = CompletableFuture.completedFuture(null);

            @Override
            public void put(K key, V value) {
                all =
                        CompletableFuture.allOf(
                                all, ReplicatedMap.this.put(key, value).toCompletableFuture());
            }

            @Override
            public CompletionStage<Void> done() {
                return all;
            }
        };
    }

    /// Writes that are answered together.
    ///
    /// @param <K> the key
    /// @param <V> the value
    interface Writes<K, V> {
        /// Writes a value.
        void put(K key, V value);

        /// Completes as that of a single write does, once all of them are safe. Asked for once,
        /// after the last of them.
        CompletionStage<Void> done();
    }

    /// Adds someone to be told of every change, of this member's and of others', after it was made.
    void watch(Watcher<K, V> watcher);

    /// Told of changes.
    ///
    /// @param <K> the key
    /// @param <V> the value
    @FunctionalInterface
    interface Watcher<K, V> {
        /// An entry changed. `before` is empty for a new one, `after` for one that was forgotten.
        void changed(K key, Optional<V> before, Optional<V> after);
    }
}

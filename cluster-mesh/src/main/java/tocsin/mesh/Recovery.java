package tocsin.mesh;

import tocsin.replica.MapSchema;
import tocsin.replica.Versioned;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Turns the records of a log into entries: read by one thread, decoded and hashed by others, and
/// applied in the log's order by the one that reads. A small log needs no others.
final class Recovery<K, V> implements Consumer<byte[]> {
    private static final int ALONE = 8_192;
    private static final int BATCH = 2_048;
    private static final int MOST_AHEAD = 8;

    private final MapSchema<K, V> schema;
    private final Consumer<Found<K, V>> apply;
    private final ArrayDeque<CompletableFuture<List<Found<K, V>>>> ahead = new ArrayDeque<>();
    private List<byte[]> batch = new ArrayList<>();
    private int records;

    /// What a record is.
    ///
    /// @param <K> the key
    /// @param <V> the value
    sealed interface Found<K, V> {
        /// An entry, ready for the shelf.
        record Written<K, V>(Held<K, V> held) implements Found<K, V> {}

        /// What was written up to then is gone.
        record Dropped<K, V>(K key, long upTo) implements Found<K, V> {}

        /// It cannot be read.
        record Broken<K, V>(String why) implements Found<K, V> {}
    }

    Recovery(MapSchema<K, V> schema, Consumer<Found<K, V>> apply) {
        this.schema = schema;
        this.apply = apply;
    }

    @Override
    public void accept(byte[] bytes) {
        if (++records <= ALONE) {
            apply.accept(read(bytes));
            return;
        }
        batch.add(bytes);
        if (batch.size() == BATCH) {
            sendAhead();
        }
    }

    private void sendAhead() {
        List<byte[]> full = batch;
        batch = new ArrayList<>(BATCH);
        ahead.add(CompletableFuture.supplyAsync(() -> full.stream().map(this::read).toList()));
        if (ahead.size() > MOST_AHEAD) {
            ahead.remove().join().forEach(apply);
        }
    }

    private Found<K, V> read(byte[] bytes) {
        try {
            return switch (Entry.<K, V>decode(schema, bytes)) {
                case Entry.Written<K, V>(K key, Versioned<V> value) ->
                        new Found.Written<>(new Held<>(schema, key, value, bytes));
                case Entry.Dropped<K, V>(K key, long upTo) -> new Found.Dropped<>(key, upTo);
            };
        } catch (IllegalArgumentException e) {
            return new Found.Broken<>(String.valueOf(e.getMessage()));
        }
    }

    /// Applies what is still under way.
    void finish() {
        sendAhead();
        while (!ahead.isEmpty()) {
            ahead.remove().join().forEach(apply);
        }
    }
}

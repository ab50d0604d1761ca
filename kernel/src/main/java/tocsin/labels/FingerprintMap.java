package tocsin.labels;

import org.jspecify.annotations.Nullable;

/// Something for each of very many label sets, by the bits of their fingerprints: two arrays, and
/// no object for an entry. Open addressing with linear probing; what follows a removed entry moves
/// up. Confined to one loop.
///
/// @param <V> what is remembered
public final class FingerprintMap<V> {
    private static final int SMALLEST = 16;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] keys = new long[SMALLEST];
    private @Nullable Object[] values = new Object[SMALLEST];
    private int size;

    private int home(long bits) {
        return (int) ((bits * SPREAD) >>> 32) & (keys.length - 1);
    }

    private int find(long bits) {
        int at = home(bits);
        while (values[at] != null && keys[at] != bits) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }

    /// What is remembered of a fingerprint, if anything.
    @SuppressWarnings("unchecked") // only a V is ever put there
    public @Nullable V get(long bits) {
        return (V) values[find(bits)];
    }

    /// Remembers something in place of what was there.
    public void put(long bits, V value) {
        int at = find(bits);
        if (values[at] == null) {
            size++;
        }
        keys[at] = bits;
        values[at] = value;
        if (3 * size > 2 * keys.length) {
            resize(2 * keys.length);
        }
    }

    private void resize(int length) {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[length];
        values = new Object[length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int at = find(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }

    /// Forgets what is remembered of a fingerprint.
    public void remove(long bits) {
        int gap = find(bits);
        if (values[gap] == null) {
            return;
        }
        size--;
        int at = (gap + 1) & (keys.length - 1);
        while (values[at] != null) {
            int home = home(keys[at]);
            boolean stays = gap < at ? gap < home && home <= at : gap < home || home <= at;
            if (!stays) {
                keys[gap] = keys[at];
                values[gap] = values[at];
                gap = at;
            }
            at = (at + 1) & (keys.length - 1);
        }
        values[gap] = null;
        if (keys.length > SMALLEST && 8 * size < keys.length) {
            resize(keys.length / 2);
        }
    }

    /// Forgets everything.
    public void clear() {
        keys = new long[SMALLEST];
        values = new Object[SMALLEST];
        size = 0;
    }

    /// For how many fingerprints something is remembered.
    public int size() {
        return size;
    }
}

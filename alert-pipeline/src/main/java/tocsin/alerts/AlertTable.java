package tocsin.alerts;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Fingerprint;

import java.util.function.Consumer;

/// Alerts by fingerprint, in one array: there are a hundred thousand of them in the store, and each
/// is in a group besides, so that a map's node for each would weigh as much as the alert. Open
/// addressing with linear probing; what follows a removed one moves up. Confined to one loop.
public final class AlertTable {
    private static final int SMALLEST = 4;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private @Nullable Tracked[] slots = new Tracked[SMALLEST];
    private int size;

    private int home(long bits) {
        return (int) ((bits * SPREAD) >>> 32) & (slots.length - 1);
    }

    private int find(long bits) {
        int at = home(bits);
        for (Tracked there = slots[at]; there != null; there = slots[at]) {
            if (there.bits() == bits) {
                return at;
            }
            at = (at + 1) & (slots.length - 1);
        }
        return at;
    }

    /// The alert of a fingerprint.
    public @Nullable Tracked get(Fingerprint id) {
        return get(id.bits());
    }

    /// The alert of a fingerprint's bits.
    public @Nullable Tracked get(long bits) {
        return slots[find(bits)];
    }

    /// Adds an alert, in place of one of the same fingerprint; gives that one.
    public @Nullable Tracked put(Tracked alert) {
        int at = find(alert.bits());
        Tracked before = slots[at];
        slots[at] = alert;
        if (before == null) {
            size++;
            if (4 * size > 3 * slots.length) {
                resize(2 * slots.length);
            }
        }
        return before;
    }

    private void resize(int length) {
        @Nullable Tracked[] old = slots;
        slots = new Tracked[length];
        for (Tracked each : old) {
            if (each != null) {
                slots[find(each.bits())] = each;
            }
        }
    }

    /// Removes an alert; gives it when it was there.
    public @Nullable Tracked remove(Fingerprint id) {
        int gap = find(id.bits());
        Tracked removed = slots[gap];
        if (removed == null) {
            return null;
        }
        size--;
        int at = gap;
        while (true) {
            slots[gap] = null;
            Tracked next;
            do {
                at = (at + 1) & (slots.length - 1);
                next = slots[at];
                if (next == null) {
                    shrink();
                    return removed;
                }
            } while (isBetween(gap, home(next.bits()), at));
            slots[gap] = next;
            gap = at;
        }
    }

    /// Whether an entry at `at` may stay there although there is a gap: its home is behind the gap.
    private static boolean isBetween(int gap, int home, int at) {
        return gap < at ? gap < home && home <= at : gap < home || home <= at;
    }

    private void shrink() {
        if (slots.length > SMALLEST && 8 * size < slots.length) {
            resize(slots.length / 2);
        }
    }

    /// Calls back for each alert; the table must not be changed meanwhile.
    public void forEach(Consumer<Tracked> each) {
        for (Tracked alert : slots) {
            if (alert != null) {
                each.accept(alert);
            }
        }
    }

    /// The number of alerts.
    public int size() {
        return size;
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return size == 0;
    }
}

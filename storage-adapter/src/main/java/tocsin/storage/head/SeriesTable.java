package tocsin.storage.head;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Finds series by their labels. Open addressing in 64 stripes: looking up takes no lock, adding
/// takes one of them.
final class SeriesTable {
    private static final int STRIPES = 64;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(MemSeries[].class);

    private final Stripe[] stripes = new Stripe[STRIPES];

    SeriesTable() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    private static final class Stripe {
        final ReentrantLock lock = new ReentrantLock();
        volatile @Nullable MemSeries[] slots = new MemSeries[16];
        int size;
    }

    private Stripe stripe(long hash) {
        return stripes[(int) (hash >>> 58)];
    }

    /// The series of a label set; null when there is none.
    @Nullable MemSeries find(LabelKey key) {
        return find(stripe(key.hash()).slots, key);
    }

    private static @Nullable MemSeries find(@Nullable MemSeries[] slots, LabelKey key) {
        long hash = key.hash();
        int mask = slots.length - 1;
        for (int at = (int) hash & mask; ; at = (at + 1) & mask) {
            MemSeries series = (MemSeries) SLOT.getAcquire(slots, at);
            if (series == null) {
                return null;
            }
            if (series.hash() == hash && key.is(series.labels())) {
                return series;
            }
        }
    }

    /// The series that has not been dropped: one that has stands here until the table hears of it.
    private static @Nullable MemSeries findLiving(@Nullable MemSeries[] slots, LabelKey key) {
        int mask = slots.length - 1;
        for (int at = (int) key.hash() & mask; slots[at] != null; at = (at + 1) & mask) {
            MemSeries series = slots[at];
            if (series != null
                    && series.hash() == key.hash()
                    && key.is(series.labels())
                    && !series.isGone()) {
                return series;
            }
        }
        return null;
    }

    /// The series of a label set, made when there is none.
    MemSeries findOrAdd(LabelKey key, Supplier<MemSeries> make) {
        Stripe stripe = stripe(key.hash());
        stripe.lock.lock();
        try {
            MemSeries there = findLiving(stripe.slots, key);
            if (there != null) {
                return there;
            }
            MemSeries made = make.get();
            add(stripe, made);
            return made;
        } finally {
            stripe.lock.unlock();
        }
    }

    private static void add(Stripe stripe, MemSeries series) {
        @Nullable MemSeries[] slots = stripe.slots;
        if (5L * (stripe.size + 1) > 3L * slots.length) {
            slots = rebuilt(slots, 2 * slots.length, Set.of());
            stripe.slots = slots;
        }
        insert(slots, series);
        stripe.size++;
    }

    private static void insert(@Nullable MemSeries[] slots, MemSeries series) {
        int mask = slots.length - 1;
        int at = (int) series.hash() & mask;
        while (slots[at] != null) {
            at = (at + 1) & mask;
        }
        SLOT.setRelease(slots, at, series);
    }

    private static @Nullable MemSeries[] rebuilt(
            @Nullable MemSeries[] slots, int length, Set<MemSeries> without) {
        @Nullable MemSeries[] fresh = new MemSeries[length];
        for (MemSeries series : slots) {
            if (series != null && !without.contains(series)) {
                insert(fresh, series);
            }
        }
        return fresh;
    }

    /// Removes series.
    void drop(Collection<MemSeries> gone) {
        List<Set<MemSeries>> byStripe = new ArrayList<>();
        for (int i = 0; i < STRIPES; i++) {
            byStripe.add(new HashSet<>());
        }
        gone.forEach(series -> byStripe.get((int) (series.hash() >>> 58)).add(series));
        for (int i = 0; i < STRIPES; i++) {
            Set<MemSeries> here = byStripe.get(i);
            Stripe stripe = stripes[i];
            if (here.isEmpty()) {
                continue;
            }
            stripe.lock.lock();
            try {
                stripe.slots = rebuilt(stripe.slots, stripe.slots.length, here);
                stripe.size -= here.size();
            } finally {
                stripe.lock.unlock();
            }
        }
    }

    /// All series there are at about this moment.
    List<MemSeries> all() {
        var all = new ArrayList<MemSeries>();
        for (Stripe stripe : stripes) {
            for (MemSeries series : stripe.slots) {
                if (series != null) {
                    all.add(series);
                }
            }
        }
        return all;
    }
}

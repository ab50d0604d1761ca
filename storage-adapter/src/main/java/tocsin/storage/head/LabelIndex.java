package tocsin.storage.head;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

import tocsin.labels.Labels;
import tocsin.promql.source.Patience;
import tocsin.storage.match.Search;
import tocsin.storage.match.SearchableIndex;
import tocsin.storage.match.ValueTest;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/// Which series have which labels. Also the one place where strings of labels live: series share
/// the copies that stand here.
///
/// Series have ascending numbers that are never used twice, so that whoever has a selection needs
/// to look only at those born since.
final class LabelIndex {
    private static final int PAGE = 4096;

    /// What comparing two sets of labels, and testing a value, is worth in samples read.
    private static final long COMPARISON = 10;

    private static final long TEST = 50;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, LabelValues> names = new HashMap<>();
    private final RoaringBitmap all = new RoaringBitmap();
    private @Nullable MemSeries[] @Nullable [] pages = new MemSeries[16][];
    private int next = 1;
    private long drops;

    /// All values of one label.
    private static final class LabelValues {
        final String name;
        final Map<String, Postings> values = new HashMap<>();
        final RoaringBitmap series = new RoaringBitmap();

        LabelValues(String name) {
            this.name = name;
        }
    }

    /// What a search found.
    ///
    /// @param next the number of the next series to be born
    /// @param drops how often series were dropped
    record Found(MemSeries[] series, int next, long drops) {}

    /// Adds a series that is new.
    ///
    /// @param born told of it before anyone else can see it
    MemSeries add(Labels labels, long hash, Consumer<MemSeries> born) {
        lock.writeLock().lock();
        try {
            return put(next, labels, hash, born);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Adds a series that a log knows by its number.
    MemSeries restore(int id, Labels labels, long hash) {
        lock.writeLock().lock();
        try {
            return put(id, labels, hash, _ -> {});
        } finally {
            lock.writeLock().unlock();
        }
    }

    private MemSeries put(int id, Labels labels, long hash, Consumer<MemSeries> born) {
        Labels shared = intern(labels);
        var series = new MemSeries(id, shared, hash);
        born.accept(series);
        for (int i = 0; i < shared.size(); i++) {
            LabelValues of = names.get(shared.name(i));
            Postings postings = of == null ? null : of.values.get(shared.value(i));
            if (of == null || postings == null) {
                throw new IllegalStateException("a label that was not interned");
            }
            postings.add(id);
            of.series.add(id);
        }
        all.add(id);
        page(id)[id % PAGE] = series;
        next = Math.max(next, id + 1);
        return series;
    }

    private @Nullable MemSeries[] page(int id) {
        int number = id / PAGE;
        if (number >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(number + 1, 2 * pages.length));
        }
        @Nullable MemSeries[] page = pages[number];
        if (page == null) {
            page = new MemSeries[PAGE];
            pages[number] = page;
        }
        return page;
    }

    private Labels intern(Labels labels) {
        String[] pairs = new String[2 * labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            LabelValues of = names.computeIfAbsent(labels.name(i), LabelValues::new);
            pairs[2 * i] = of.name;
            pairs[2 * i + 1] = of.values.computeIfAbsent(labels.value(i), Postings::new).value;
        }
        return Labels.ofSorted(pairs);
    }

    /// The series of a number; null when there is none.
    @Nullable MemSeries series(int id) {
        lock.readLock().lock();
        try {
            return at(id);
        } finally {
            lock.readLock().unlock();
        }
    }

    private @Nullable MemSeries at(int id) {
        int number = id / PAGE;
        @Nullable MemSeries[] page = id < 0 || number >= pages.length ? null : pages[number];
        return page == null ? null : page[id % PAGE];
    }

    /// The series that pass all tests, sorted by labels.
    Found find(List<ValueTest> tests, Patience patience) {
        MemSeries[] series;
        int born;
        long dropped;
        lock.readLock().lock();
        try {
            series = collect(Search.matching(new Searchable(), tests, patience), patience);
            born = next;
            dropped = drops;
        } finally {
            lock.readLock().unlock();
        }
        Arrays.sort(
                series,
                (a, b) -> {
                    patience.spend(COMPARISON);
                    return a.labels().compareTo(b.labels());
                });
        return new Found(series, born, dropped);
    }

    private MemSeries[] collect(RoaringBitmap ids, Patience patience) {
        MemSeries[] series = new MemSeries[ids.getCardinality()];
        int count = 0;
        for (IntIterator each = ids.getIntIterator(); each.hasNext(); ) {
            patience.spend(1);
            MemSeries one = at(each.next());
            if (one != null) {
                series[count++] = one;
            }
        }
        return count == series.length ? series : Arrays.copyOf(series, count);
    }

    /// Series born, and the number of the next.
    record Born(MemSeries[] series, int next) {}

    /// The series born since a number, in order of birth; null when there are more than `most`.
    @Nullable Born bornSince(int from, int most) {
        lock.readLock().lock();
        try {
            if (next - from > most) {
                return null;
            }
            MemSeries[] born = new MemSeries[next - from];
            int count = 0;
            for (int id = from; id < next; id++) {
                MemSeries one = at(id);
                if (one != null) {
                    born[count++] = one;
                }
            }
            return new Born(Arrays.copyOf(born, count), next);
        } finally {
            lock.readLock().unlock();
        }
    }

    int next() {
        lock.readLock().lock();
        try {
            return next;
        } finally {
            lock.readLock().unlock();
        }
    }

    long drops() {
        lock.readLock().lock();
        try {
            return drops;
        } finally {
            lock.readLock().unlock();
        }
    }

    /// With the lock held by whoever searches.
    private final class Searchable implements SearchableIndex {
        @Override
        public RoaringBitmap all() {
            return all;
        }

        @Override
        public RoaringBitmap having(String name) {
            LabelValues of = names.get(name);
            return of == null ? new RoaringBitmap() : of.series;
        }

        @Override
        public void addNamed(ValueTest test, RoaringBitmap into, Patience patience) {
            LabelValues of = names.get(test.name());
            Set<String> words = test.words();
            if (of == null) {
                return;
            }
            if (words != null) {
                for (String word : words) {
                    patience.spend(TEST);
                    Postings postings = of.values.get(word);
                    if (postings != null) {
                        postings.addTo(into);
                    }
                }
                return;
            }
            for (Postings postings : of.values.values()) {
                patience.spend(TEST);
                if (test.names(postings.value)) {
                    postings.addTo(into);
                }
            }
        }
    }

    /// Removes series.
    void drop(Collection<MemSeries> gone) {
        var ids = new RoaringBitmap();
        gone.forEach(series -> ids.add(series.id()));
        lock.writeLock().lock();
        try {
            drops++;
            all.andNot(ids);
            for (Iterator<LabelValues> each = names.values().iterator(); each.hasNext(); ) {
                LabelValues of = each.next();
                if (RoaringBitmap.intersects(of.series, ids)) {
                    of.series.andNot(ids);
                    of.values.values().removeIf(postings -> !postings.remove(ids));
                }
                if (of.values.isEmpty()) {
                    each.remove();
                }
            }
            for (MemSeries series : gone) {
                page(series.id())[series.id() % PAGE] = null;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// The names of all labels.
    Set<String> names() {
        lock.readLock().lock();
        try {
            var sorted = new TreeSet<String>(Labels.BYTE_ORDER);
            sorted.addAll(names.keySet());
            return sorted;
        } finally {
            lock.readLock().unlock();
        }
    }

    /// The values of a label.
    Set<String> values(String name) {
        lock.readLock().lock();
        try {
            var sorted = new TreeSet<String>(Labels.BYTE_ORDER);
            LabelValues of = names.get(name);
            if (of != null) {
                sorted.addAll(of.values.keySet());
            }
            return sorted;
        } finally {
            lock.readLock().unlock();
        }
    }

    /// How many series there are.
    int size() {
        lock.readLock().lock();
        try {
            return all.getCardinality();
        } finally {
            lock.readLock().unlock();
        }
    }
}

package tocsin.storage.head;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Matcher;
import tocsin.promql.source.Patience;
import tocsin.storage.match.ValueTest;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// A standing selection in the head. It looks at the index again only for series that were born or
/// dropped since; as long as none of them match, the same list comes back.
public final class HeadSelector {
    /// With more births than this, asking the index anew is cheaper than asking each.
    private static final int MOST_BIRTHS = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final LabelIndex index;
    private final List<ValueTest> tests;
    private @Nullable List<MemSeries> current;
    private int seen;
    private long drops;

    HeadSelector(LabelIndex index, List<Matcher> matchers) {
        this.index = index;
        this.tests = matchers.stream().map(ValueTest::new).toList();
    }

    /// The series that match now, sorted by labels; the same list as long as they are the same.
    public List<MemSeries> series(Patience patience) {
        lock.lock();
        try {
            List<MemSeries> before = current;
            List<MemSeries> now =
                    before == null ? searched(null, patience) : refreshed(before, patience);
            current = now;
            return now;
        } finally {
            lock.unlock();
        }
    }

    private List<MemSeries> searched(@Nullable List<MemSeries> before, Patience patience) {
        LabelIndex.Found found = index.find(tests, patience);
        seen = found.next();
        drops = found.drops();
        List<MemSeries> now = Collections.unmodifiableList(Arrays.asList(found.series()));
        return before != null && before.equals(now) ? before : now;
    }

    private List<MemSeries> refreshed(List<MemSeries> before, Patience patience) {
        if (drops != index.drops()) {
            return searched(before, patience);
        }
        if (seen == index.next()) {
            return before;
        }
        LabelIndex.Born born = index.bornSince(seen, MOST_BIRTHS);
        if (born == null) {
            return searched(before, patience);
        }
        MemSeries[] fitting =
                Arrays.stream(born.series())
                        .filter(series -> ValueTest.pass(tests, series.labels()))
                        .toArray(MemSeries[]::new);
        seen = born.next();
        return fitting.length == 0 ? before : joined(before, fitting);
    }

    private static List<MemSeries> joined(List<MemSeries> before, MemSeries[] born) {
        MemSeries[] all = before.toArray(new MemSeries[before.size() + born.length]);
        System.arraycopy(born, 0, all, before.size(), born.length);
        Arrays.sort(all, Comparator.comparing(MemSeries::labels));
        return Collections.unmodifiableList(Arrays.asList(all));
    }
}

package tocsin.storage.local;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.source.Patience;
import tocsin.promql.source.SeriesSource.Selection;
import tocsin.promql.source.SeriesSource.Selector;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.source.SourceException;
import tocsin.storage.block.Block;
import tocsin.storage.block.BlockSeries;
import tocsin.storage.head.HeadSelector;
import tocsin.storage.head.MemSeries;
import tocsin.storage.match.ValueTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// A standing selection in the head and the blocks. As long as the head knows no other series and
/// the range touches the same blocks, the same selection comes back.
final class StoreSelector implements Selector {
    /// What a series of the selection is worth, in samples read.
    private static final long SERIES = 30;

    private final ReentrantLock lock = new ReentrantLock();
    private final HeadSelector head;
    private final Blocks blocks;
    private final List<ValueTest> tests;

    private @Nullable List<MemSeries> headOnly;
    private Selection headSelection = Selection.EMPTY;

    private @Nullable List<MemSeries> mergedHead;
    private List<Block> mergedBlocks = List.of();
    private Selection mergedSelection = Selection.EMPTY;
    private Map<Labels, MergedSeries> known = Map.of();
    private Map<Block, List<BlockSeries>> found = new HashMap<>();

    StoreSelector(HeadSelector head, Blocks blocks, List<Matcher> matchers) {
        this.head = head;
        this.blocks = blocks;
        this.tests = matchers.stream().map(ValueTest::new).toList();
    }

    @Override
    public Selection select(long fromExclusive, long toInclusive, Patience patience)
            throws SourceException {
        lock.lock();
        try {
            List<Block> touched = blocks.overlapping(fromExclusive, toInclusive);
            List<MemSeries> living = head.series(patience);
            return touched.isEmpty() ? headOnly(living) : merged(living, touched, patience);
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // The head gives the same list while it holds.
    private Selection headOnly(List<MemSeries> living) {
        if (living != headOnly) {
            headOnly = living;
            headSelection = new Selection(Collections.unmodifiableList(living), List.of());
        }
        return headSelection;
    }

    @SuppressWarnings("ReferenceEquality") // The head gives the same list while it holds.
    private Selection merged(List<MemSeries> living, List<Block> touched, Patience patience)
            throws SourceException {
        if (living == mergedHead && touched.equals(mergedBlocks)) {
            return mergedSelection;
        }
        var searched = new HashMap<Block, List<BlockSeries>>();
        var places = new ArrayList<List<? extends Series>>();
        for (Block block : touched) {
            List<BlockSeries> of = found.get(block);
            of = of == null ? search(block, patience) : of;
            searched.put(block, of);
            places.add(of);
        }
        places.add(living);
        List<ByLabels.Joined> joined = ByLabels.join(places, patience);
        var series = new ArrayList<MergedSeries>(joined.size());
        Map<Labels, MergedSeries> next = HashMap.newHashMap(joined.size());
        for (ByLabels.Joined one : joined) {
            patience.spend(SERIES);
            MergedSeries before = known.get(one.labels());
            MergedSeries same = before == null ? new MergedSeries(one.labels()) : before;
            next.put(one.labels(), same);
            series.add(same);
        }
        // From here on nothing can fail: the series that are known already change.
        for (int i = 0; i < joined.size(); i++) {
            series.get(i).parts(joined.get(i).parts());
        }
        known = next;
        found = searched;
        mergedHead = living;
        mergedBlocks = touched;
        mergedSelection = new Selection(Collections.unmodifiableList(series), List.of());
        return mergedSelection;
    }

    private List<BlockSeries> search(Block block, Patience patience) throws SourceException {
        try {
            return block.find(tests, patience);
        } catch (IOException e) {
            throw new SourceException(
                    "block " + block.meta().ulid() + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {}
}

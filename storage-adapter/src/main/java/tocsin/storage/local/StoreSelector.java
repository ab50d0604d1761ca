package tocsin.storage.local;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
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
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// A standing selection in the head and the blocks. As long as the head knows no other series and
/// the range touches the same blocks, the same selection comes back.
final class StoreSelector implements Selector {
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
    public Selection select(long fromExclusive, long toInclusive) throws SourceException {
        lock.lock();
        try {
            List<Block> touched = blocks.overlapping(fromExclusive, toInclusive);
            List<MemSeries> living = head.series();
            return touched.isEmpty() ? headOnly(living) : merged(living, touched);
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
    private Selection merged(List<MemSeries> living, List<Block> touched) throws SourceException {
        if (living == mergedHead && touched.equals(mergedBlocks)) {
            return mergedSelection;
        }
        var parts = new TreeMap<Labels, List<Series>>();
        var searched = new HashMap<Block, List<BlockSeries>>();
        for (Block block : touched) {
            List<BlockSeries> of = found.get(block);
            of = of == null ? search(block) : of;
            searched.put(block, of);
            for (BlockSeries series : of) {
                parts.computeIfAbsent(series.labels(), _ -> new ArrayList<>(2)).add(series);
            }
        }
        for (MemSeries series : living) {
            parts.computeIfAbsent(series.labels(), _ -> new ArrayList<>(2)).add(series);
        }
        var all = new ArrayList<Series>(parts.size());
        var next = new HashMap<Labels, MergedSeries>(2 * parts.size());
        parts.forEach((labels, of) -> {
            MergedSeries before = known.get(labels);
            MergedSeries series = before == null ? new MergedSeries(labels) : before;
            series.parts(of);
            next.put(labels, series);
            all.add(series);
        });
        known = next;
        found = searched;
        mergedHead = living;
        mergedBlocks = touched;
        mergedSelection = new Selection(Collections.unmodifiableList(all), List.of());
        return mergedSelection;
    }

    private List<BlockSeries> search(Block block) throws SourceException {
        try {
            return block.find(tests);
        } catch (IOException e) {
            throw new SourceException(
                    "block " + block.meta().ulid() + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {}
}

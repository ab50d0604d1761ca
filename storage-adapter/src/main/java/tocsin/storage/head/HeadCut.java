package tocsin.storage.head;

import tocsin.labels.Labels;
import tocsin.promql.source.SourceException;
import tocsin.storage.chunk.Chunk;
import tocsin.storage.match.ValueTest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// What the head holds before a time, as it was when the cut was made: the source of blocks.
public final class HeadCut {
    private final long before;
    private final List<Part> parts;

    private record Part(MemSeries series, SeriesContents contents) {}

    /// Takes a series of a range.
    @FunctionalInterface
    public interface Taker<E extends Exception> {
        /// Takes the chunks of a series, of which there is at least one.
        void take(Labels labels, List<Chunk> chunks) throws E;
    }

    private HeadCut(long before, List<Part> parts) {
        this.before = before;
        this.parts = parts;
    }

    static HeadCut of(Collection<MemSeries> series, long before) {
        var parts = new ArrayList<Part>();
        for (MemSeries each : series) {
            SeriesContents all = each.settled();
            List<Chunk> older =
                    all.chunks().stream().filter(chunk -> chunk.minTime() < before).toList();
            LateSamples late = all.late() == null ? null : all.late().before(before);
            boolean hasLate = late != null && late.size() > 0;
            if (!older.isEmpty() || hasLate) {
                parts.add(new Part(each, new SeriesContents(older, hasLate ? late : null)));
            }
        }
        parts.sort(Comparator.comparing(part -> part.series().labels()));
        return new HeadCut(before, parts);
    }

    /// Where it ends.
    public long before() {
        return before;
    }

    /// Where the ranges begin that it has samples of, the oldest first.
    public Collection<Long> ranges(long rangeMillis) {
        var starts = new TreeSet<Long>();
        for (Part part : parts) {
            for (Chunk chunk : part.contents().chunks()) {
                starts.add(Math.floorDiv(chunk.minTime(), rangeMillis) * rangeMillis);
            }
            LateSamples late = part.contents().late();
            for (int i = 0; late != null && i < late.size(); i++) {
                starts.add(Math.floorDiv(late.timestamp(i), rangeMillis) * rangeMillis);
            }
        }
        return starts;
    }

    /// All strings of labels, sorted by bytes.
    public Collection<String> symbols() {
        var symbols = new TreeSet<String>(Labels.BYTE_ORDER);
        for (Part part : parts) {
            part.series()
                    .labels()
                    .forEachLabel((name, value) -> {
                        symbols.add(name);
                        symbols.add(value);
                    });
        }
        return symbols;
    }

    /// Gives every series with samples in `[from, to)`, in order of labels.
    public <E extends Exception> void each(long from, long to, Taker<E> taker)
            throws E, SourceException {
        for (Part part : parts) {
            Labels labels = part.series().labels();
            List<Chunk> chunks = part.contents().between(labels, from, to);
            if (!chunks.isEmpty()) {
                taker.take(labels, chunks);
            }
        }
    }

    /// The same without what was deleted since.
    public HeadCut without(List<ValueTest> tests, Deletion deleted) {
        var left = new ArrayList<Part>();
        for (Part part : parts) {
            boolean fits = ValueTest.pass(tests, part.series().labels());
            SeriesContents contents = part.contents();
            left.add(fits ? new Part(part.series(), contents.without(deleted)) : part);
        }
        return new HeadCut(before, left);
    }

    void forgetLate() {
        for (Part part : parts) {
            LateSamples late = part.contents().late();
            if (late != null) {
                part.series().forget(late);
            }
        }
    }
}

package tocsin.storage.head;

import tocsin.storage.chunk.Chunk;

import java.util.ArrayList;
import java.util.List;

/// The times that one batch may bring. Fixed when the batch begins, so that a sample that runs
/// ahead does not push its neighbours out. Confined to its batch.
public final class Window {
    private final Bounds bounds;
    private final long chunkRangeMillis;
    private final long lateWindowMillis;
    private final boolean isFed;
    private boolean open;
    private long oldestInOrder;
    private long oldestLate;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private final List<Sealed> sealed = new ArrayList<>();

    /// A chunk that grows no more.
    record Sealed(MemSeries series, Chunk chunk) {}

    private Window(Bounds bounds, long notBefore, long lateWindowMillis, boolean isFed) {
        this.bounds = bounds;
        this.chunkRangeMillis = bounds.chunkRangeMillis();
        this.lateWindowMillis = lateWindowMillis;
        this.oldestInOrder = notBefore;
        this.isFed = isFed;
    }

    /// A window for what comes from outside.
    static Window fed(Bounds bounds, long newest, long notBefore, long lateWindowMillis) {
        var window = new Window(bounds, notBefore, lateWindowMillis, true);
        if (newest != Long.MIN_VALUE) {
            window.begin(newest);
        }
        return window;
    }

    /// A window for what a member writes itself.
    static Window own(Bounds bounds, long newest, long notBefore, long lateWindowMillis) {
        var window = new Window(bounds, notBefore, lateWindowMillis, false);
        if (newest != Long.MIN_VALUE) {
            window.begin(newest);
        }
        return window;
    }

    /// A window for what was taken before. Where it came from is not known, so the first sender
    /// after it sets the bound.
    static Window replay(Bounds bounds, long notBefore, long oldestLate) {
        var window = new Window(bounds, notBefore, Long.MAX_VALUE, false);
        window.oldestLate = oldestLate;
        window.open = true;
        return window;
    }

    /// The first sample of an empty head sets the window.
    private void begin(long newest) {
        open = true;
        if (isFed) {
            oldestInOrder = Math.max(oldestInOrder, newest - chunkRangeMillis / 2);
        }
        oldestLate = newest - lateWindowMillis;
    }

    /// What a sample is, given the last one of its series.
    Verdict judge(long timestamp, long lastOfSeries, boolean hasSamples) {
        if (!open) {
            begin(timestamp);
        }
        if (timestamp >= oldestInOrder && timestamp > lastOfSeries) {
            return Verdict.STORED;
        }
        if (timestamp == lastOfSeries && hasSamples) {
            return Verdict.DUPLICATE;
        }
        if (lateWindowMillis == 0) {
            return timestamp < oldestInOrder ? Verdict.OUT_OF_BOUNDS : Verdict.OUT_OF_ORDER;
        }
        return timestamp >= oldestLate ? Verdict.STORED_LATE : Verdict.TOO_OLD;
    }

    void took(long timestamp) {
        first = Math.min(first, timestamp);
        last = Math.max(last, timestamp);
    }

    /// A chunk of a series was sealed, and waits in memory.
    void sealed(MemSeries series, Chunk chunk) {
        sealed.add(new Sealed(series, chunk));
    }

    /// What was sealed and not moved yet.
    List<Sealed> sealed() {
        return sealed;
    }

    /// Where a chunk that begins at a time ends at the latest.
    long rangeEnd(long timestamp) {
        return (Math.floorDiv(timestamp, chunkRangeMillis) + 1) * chunkRangeMillis;
    }

    /// Tells the head what came.
    public void close() {
        if (last != Long.MIN_VALUE) {
            bounds.took(first, last, isFed);
            first = Long.MAX_VALUE;
            last = Long.MIN_VALUE;
        }
    }
}

package tocsin.storage.head;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.value.StaleMarker;
import tocsin.storage.chunk.Chunk;
import tocsin.storage.chunk.ChunkedSeries;
import tocsin.storage.chunk.IntHistogram;
import tocsin.storage.chunk.OpenChunk;
import tocsin.storage.chunk.OpenFloatHistogram;
import tocsin.storage.chunk.OpenHistogram;
import tocsin.storage.chunk.OpenXor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;

/// One series of the head: sealed chunks, one that grows, and whatever came late.
///
/// There are up to millions of these, and each is touched for a few dozen nanoseconds every few
/// seconds, so the lock is one bit that is spun on: nothing blocks under it. Readers take what the
/// lock guards, and decode without it: sealed chunks never change, and of the one that grows they
/// take a copy.
public final class MemSeries implements Series, ChunkedSeries {
    private static final AtomicIntegerFieldUpdater<MemSeries> LOCK =
            AtomicIntegerFieldUpdater.newUpdater(MemSeries.class, "locked");
    private static final Chunk[] NONE = {};

    private final Labels labels;
    private final long hash;
    private final int id;

    @SuppressWarnings("unused") // Through LOCK.
    private volatile int locked;

    private Chunk[] sealed = NONE;
    private @Nullable OpenChunk open;
    private @Nullable LateSamples late;
    private long endsAt;
    private boolean gone;

    MemSeries(int id, Labels labels, long hash) {
        this.id = id;
        this.labels = labels;
        this.hash = hash;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    /// The number by which the log knows it.
    public int id() {
        return id;
    }

    long hash() {
        return hash;
    }

    private void lock() {
        for (int spins = 0; !LOCK.compareAndSet(this, 0, 1); spins++) {
            if (spins < 64) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(1_000);
            }
        }
    }

    private void unlock() {
        LOCK.lazySet(this, 0);
    }

    /// Adds a float by its bits. One that is there already is no error, however far back: senders
    /// repeat what they did not hear an answer to.
    public Verdict append(long timestamp, long bits, Window window) {
        Verdict verdict = appendFloat(timestamp, bits, window);
        boolean behind =
                verdict == Verdict.OUT_OF_ORDER
                        || verdict == Verdict.DUPLICATE
                        || verdict == Verdict.OUT_OF_BOUNDS
                        || verdict == Verdict.TOO_OLD;
        return behind && contents(timestamp - 1, timestamp).holds(timestamp, bits)
                ? Verdict.SAME
                : verdict;
    }

    private Verdict appendFloat(long timestamp, long bits, Window window) {
        lock();
        try {
            OpenChunk end = open;
            if (bits == StaleMarker.BITS && end instanceof OpenHistogram) {
                return appendLocked(timestamp, Histograms.STALE_INTEGERS, window);
            }
            if (bits == StaleMarker.BITS && end instanceof OpenFloatHistogram) {
                return appendLocked(timestamp, Histograms.STALE_FLOATS, window);
            }
            Verdict verdict = judge(timestamp, window);
            return switch (verdict) {
                case STORED -> {
                    room(timestamp, window).append(timestamp, bits);
                    window.took(timestamp);
                    yield verdict;
                }
                case DUPLICATE ->
                        end instanceof OpenXor xor && xor.lastBits() == bits
                                ? Verdict.SAME
                                : verdict;
                case STORED_LATE -> insertLate(timestamp, bits, null, window);
                default -> verdict;
            };
        } finally {
            unlock();
        }
    }

    /// Adds a histogram with integer counts.
    public Verdict append(long timestamp, IntHistogram histogram, Window window) {
        lock();
        try {
            return appendLocked(timestamp, histogram, window);
        } finally {
            unlock();
        }
    }

    /// Adds a histogram with float counts.
    public Verdict append(long timestamp, FloatHistogram histogram, Window window) {
        lock();
        try {
            return appendLocked(timestamp, histogram, window);
        } finally {
            unlock();
        }
    }

    private Verdict appendLocked(long timestamp, IntHistogram histogram, Window window) {
        Verdict verdict = judge(timestamp, window);
        return switch (verdict) {
            case STORED -> {
                grow(Histograms.grown(open, timestamp, histogram, endsAt), timestamp, window);
                window.took(timestamp);
                yield verdict;
            }
            case DUPLICATE ->
                    open instanceof OpenHistogram end && Histograms.same(end.last(), histogram)
                            ? Verdict.SAME
                            : verdict;
            case STORED_LATE -> insertLate(timestamp, 0, histogram, window);
            default -> verdict;
        };
    }

    private Verdict appendLocked(long timestamp, FloatHistogram histogram, Window window) {
        Verdict verdict = judge(timestamp, window);
        return switch (verdict) {
            case STORED -> {
                grow(Histograms.grown(open, timestamp, histogram, endsAt), timestamp, window);
                window.took(timestamp);
                yield verdict;
            }
            case DUPLICATE ->
                    open instanceof OpenFloatHistogram end && Histograms.same(end.last(), histogram)
                            ? Verdict.SAME
                            : verdict;
            case STORED_LATE -> insertLate(timestamp, 0, histogram, window);
            default -> verdict;
        };
    }

    private Verdict judge(long timestamp, Window window) {
        if (gone) {
            return Verdict.SERIES_GONE;
        }
        long end = end();
        return window.judge(timestamp, end, end != Long.MIN_VALUE);
    }

    private long end() {
        if (open != null) {
            return open.maxTime();
        }
        return sealed.length == 0 ? Long.MIN_VALUE : sealed[sealed.length - 1].maxTime();
    }

    private Verdict insertLate(
            long timestamp, long bits, @Nullable Object histogram, Window window) {
        if (late == null) {
            late = new LateSamples();
        }
        window.took(timestamp);
        return late.insert(timestamp, bits, histogram) ? Verdict.STORED_LATE : Verdict.SAME;
    }

    /// The chunk that a float goes into.
    private OpenXor room(long timestamp, Window window) {
        if (open instanceof OpenXor xor) {
            endsAt = ChunkRules.end(xor, endsAt);
            if (!ChunkRules.isFull(xor, timestamp, endsAt)) {
                return xor;
            }
            seal(xor, window);
            xor.clear();
            endsAt = window.rangeEnd(timestamp);
            return xor;
        }
        var fresh = new OpenXor();
        begin(fresh, timestamp, window);
        return fresh;
    }

    private void begin(OpenChunk fresh, long timestamp, Window window) {
        if (open != null) {
            seal(open, window);
        }
        open = fresh;
        endsAt = window.rangeEnd(timestamp);
    }

    private void seal(OpenChunk full, Window window) {
        Chunk chunk = full.seal();
        sealed = ChunkRun.with(sealed, chunk);
        window.sealed(this, chunk);
    }

    /// Puts a chunk that was moved in the place of what it was, if that is still there.
    void replace(Chunk was, Chunk moved) {
        lock();
        try {
            ChunkRun.replace(sealed, was, moved);
        } finally {
            unlock();
        }
    }

    private void grow(OpenChunk grown, long timestamp, Window window) {
        if (grown.count() == 1) {
            begin(grown, timestamp, window);
        } else {
            open = grown;
        }
    }

    @Override
    public void read(long fromExclusive, long toInclusive, SampleBuffer into)
            throws SourceException {
        contents(fromExclusive, toInclusive).read(labels, fromExclusive, toInclusive, into);
    }

    @Override
    public void last(long fromExclusive, long toInclusive, SampleBuffer into)
            throws SourceException {
        lock();
        try {
            OpenChunk end = open;
            if (late == null && end != null && end.maxTime() <= toInclusive) {
                if (end.maxTime() <= fromExclusive) {
                    return;
                }
                if (end instanceof OpenXor xor) {
                    into.add(end.maxTime(), Double.longBitsToDouble(xor.lastBits()));
                    return;
                }
            }
        } finally {
            unlock();
        }
        contents(fromExclusive, toInclusive).last(labels, fromExclusive, toInclusive, into);
    }

    /// Forgets late samples that were written elsewhere.
    void forget(LateSamples written) {
        lock();
        try {
            late = late == null ? null : late.without(written);
        } finally {
            unlock();
        }
    }

    @Override
    public List<Chunk> chunks(long fromExclusive, long toInclusive) {
        return settled().within(fromExclusive, toInclusive);
    }

    /// Deletes the samples of a range, both ends included.
    ///
    /// @return where it had samples in that range
    public Optional<Deletion> delete(Deletion range) {
        lock();
        try {
            SeriesContents all = held();
            Deletion own = range.within(all);
            if (own.isEmpty()) {
                return Optional.empty();
            }
            boolean inOpen = open != null && own.touches(open.minTime(), open.maxTime());
            sealed = inOpen ? own.from(all.chunks()) : own.from(Arrays.asList(sealed));
            open = inOpen ? null : open;
            late = late == null ? null : late.without(own);
            return Optional.of(own);
        } finally {
            unlock();
        }
    }

    /// Deletes late samples only.
    public void deleteLate(Deletion range) {
        lock();
        try {
            late = late == null ? null : late.without(range);
        } finally {
            unlock();
        }
    }

    /// What it holds at this moment, its last chunk too in no more room than needed.
    SeriesContents settled() {
        lock();
        try {
            return held();
        } finally {
            unlock();
        }
    }

    private SeriesContents held() {
        var chunks = new ArrayList<Chunk>(sealed.length + 1);
        chunks.addAll(Arrays.asList(sealed));
        if (open != null) {
            chunks.add(open.seal());
        }
        return new SeriesContents(chunks, late == null ? null : late.copy());
    }

    /// What it holds in a range at this moment, and chunks that begin or end there.
    private SeriesContents contents(long fromExclusive, long toInclusive) {
        lock();
        try {
            var chunks = new ArrayList<Chunk>(2);
            ChunkRun.overlapping(sealed, fromExclusive, toInclusive, chunks);
            OpenChunk end = open;
            if (end != null && end.maxTime() > fromExclusive && end.minTime() <= toInclusive) {
                chunks.add(end.view());
            }
            return new SeriesContents(chunks, late == null ? null : late.copy());
        } finally {
            unlock();
        }
    }

    /// Forgets what ended before a time.
    ///
    /// @return what it holds still, in chunks; 0 when nothing, and then it takes nothing any more
    int forgetBefore(long timestamp) {
        lock();
        try {
            sealed = ChunkRun.from(sealed, timestamp);
            if (open != null && open.maxTime() < timestamp) {
                open = null;
            }
            int left = sealed.length + (open == null ? 0 : 1) + (late == null ? 0 : 1);
            gone = left == 0;
            return left;
        } finally {
            unlock();
        }
    }

    /// Whether it was dropped from the head.
    boolean isGone() {
        lock();
        try {
            return gone;
        } finally {
            unlock();
        }
    }
}

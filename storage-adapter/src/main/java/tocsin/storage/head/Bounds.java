package tocsin.storage.head;

import java.util.concurrent.atomic.AtomicLong;

/// Which times the head holds and takes. Shared by all series; a batch takes a [Window] of it.
///
/// Upstream takes nothing that is half a range behind the newest sample of all. Here the newest
/// sample *from outside* decides: what a member writes itself (its own metrics, results of rules)
/// is always of this moment, and would refuse the backlog of a sender that was cut off for an hour,
/// although the member could hold it. So the head lags behind as long as the senders do, up to
/// `PATIENCE_RANGES`; beyond, it moves on without them.
public final class Bounds {
    private static final int PATIENCE_RANGES = 6;

    private final long chunkRangeMillis;
    private final long lateWindowMillis;
    private final AtomicLong newest = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong newestFed = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong oldest = new AtomicLong(Long.MAX_VALUE);
    private volatile long notBefore = Long.MIN_VALUE;

    /// Bounds that take anything at first.
    ///
    /// @param chunkRangeMillis chunks end at multiples of it
    /// @param lateWindowMillis how far behind the newest sample of all a sample may come late; 0
    ///   for none
    public Bounds(long chunkRangeMillis, long lateWindowMillis) {
        this.chunkRangeMillis = chunkRangeMillis;
        this.lateWindowMillis = lateWindowMillis;
    }

    /// Chunks end at multiples of this.
    public long chunkRangeMillis() {
        return chunkRangeMillis;
    }

    /// The newest sample of all; the smallest number when there is none.
    public long newest() {
        return newest.get();
    }

    /// Where the head stands: half a range behind this, ranges are complete.
    public long front() {
        long all = newest.get();
        long patience = PATIENCE_RANGES * chunkRangeMillis;
        return all == Long.MIN_VALUE ? all : Math.max(newestFed.get(), all - patience);
    }

    /// The oldest sample held; the largest number when there is none.
    public long oldest() {
        return oldest.get();
    }

    /// Nothing before this is taken in order any more: it was written to a block, or forgotten.
    public long notBefore() {
        return notBefore;
    }

    /// Takes nothing before a time in order any more, and holds what it has.
    public void refuseBefore(long timestamp) {
        notBefore = Math.max(notBefore, timestamp);
    }

    /// Raises the oldest time that is taken and held.
    public void forgetBefore(long timestamp) {
        notBefore = Math.max(notBefore, timestamp);
        oldest.accumulateAndGet(timestamp, Math::max);
    }

    /// @param fed whether they came from outside
    void took(long first, long last, boolean fed) {
        newest.accumulateAndGet(last, Math::max);
        if (fed) {
            newestFed.accumulateAndGet(last, Math::max);
        }
        oldest.accumulateAndGet(first, Math::min);
    }

    /// What the samples of one batch from outside are judged by, whatever the batch itself moves.
    public Window window() {
        return Window.fed(this, newestFed.get(), notBefore, lateWindowMillis);
    }

    /// What the samples are judged by that a member writes itself. They move nobody else's bound.
    public Window own() {
        return Window.own(this, newest.get(), notBefore, lateWindowMillis);
    }

    /// What samples of the log are judged by: they were taken once, and are taken again, in
    /// whatever order they come. What was written to blocks is not.
    public Window replay() {
        return Window.replay(this, notBefore, notBefore);
    }

    /// What samples of the log of late samples are judged by: none is in order.
    public Window replayLate() {
        return Window.replay(this, Long.MAX_VALUE, Long.MIN_VALUE);
    }
}

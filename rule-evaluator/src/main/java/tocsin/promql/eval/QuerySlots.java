package tocsin.promql.eval;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The queries that may run at once, and the queue of those that wait until they may: first come,
/// first served, no longer than its bound, and left by a query that nobody waits for any more.
final class QuerySlots {
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final int mostWaiting;
    private final EngineMetrics metrics;
    private int free;

    QuerySlots(int most, int mostWaiting, EngineMetrics metrics) {
        this.free = most;
        this.mostWaiting = mostWaiting;
        this.metrics = metrics;
    }

    /// A query in the queue.
    private static final class Waiting {
        private final Thread thread = Thread.currentThread();
        private volatile boolean mayRun;
    }

    /// Takes a slot, and waits for one if there is none; whoever has taken it gives it back.
    ///
    /// @param deadlineNanos on the clock of `System.nanoTime`
    void take(long deadlineNanos, Cancellation cancellation) {
        Waiting waiting;
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return;
            }
            if (queue.size() >= mostWaiting) {
                metrics.refused();
                throw new QueryException(
                        QueryException.Kind.BUSY,
                        "too many queries wait already: %d of %d; try again later"
                                .formatted(queue.size(), mostWaiting));
            }
            waiting = new Waiting();
            queue.add(waiting);
        } finally {
            lock.unlock();
        }
        metrics.waits(1);
        try {
            await(waiting, deadlineNanos, cancellation);
        } finally {
            metrics.waits(-1);
        }
    }

    private void await(Waiting waiting, long deadlineNanos, Cancellation cancellation) {
        try (Cancellation.Telling _ = cancellation.tell(() -> LockSupport.unpark(waiting.thread))) {
            while (!waiting.mayRun) {
                long left = deadlineNanos - System.nanoTime();
                if (cancellation.isCancelled() || Thread.currentThread().isInterrupted()) {
                    leave(waiting);
                    throw new QueryException(
                            QueryException.Kind.CANCELED, "query was canceled in query queue");
                }
                if (left <= 0) {
                    leave(waiting);
                    throw new QueryException(
                            QueryException.Kind.TIMEOUT, "query timed out in query queue");
                }
                LockSupport.parkNanos(this, Math.min(left, TimeUnit.DAYS.toNanos(1)));
            }
        }
    }

    /// Leaves the queue; a slot that was given at this very moment goes to the next.
    private void leave(Waiting waiting) {
        boolean given;
        lock.lock();
        try {
            given = !queue.remove(waiting);
        } finally {
            lock.unlock();
        }
        if (given) {
            giveBack();
        }
    }

    /// How many wait.
    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    void giveBack() {
        Waiting next;
        lock.lock();
        try {
            next = queue.poll();
            if (next == null) {
                free++;
                return;
            }
            next.mayRun = true;
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(next.thread);
    }
}

package tocsin.loop;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A loop on one platform thread: a bounded queue of tasks and a tree of timers under one lock, for
/// most timers are forgotten before they are due, and a heap would have to look for each. Tasks run
/// outside the lock. A task that throws is logged and counted, and the loop goes on: one bad alert
/// must not stop the paging of all others.
public final class LoopThread implements EventLoop, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final TreeSet<Due> timers = new TreeSet<>();
    private final int limit;
    private final Thread thread;
    private long order;
    private boolean closed;
    private final AtomicLong refused = new AtomicLong();
    private volatile long failed;
    private volatile long busyNanos;
    private Instant turn = Instant.now();

    /// What a loop has to show: tasks that wait and how many may, timers that are set, what was
    /// refused because it was full, tasks that threw, and the time spent in tasks.
    public record Load(
            String name,
            int waiting,
            int limit,
            int timers,
            long refused,
            long failed,
            long busyNanos) {}

    /// Starts a loop. `limit` bounds the tasks that wait, timers aside.
    public LoopThread(String name, int limit) {
        this.limit = limit;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    @Override
    public Instant now() {
        return Thread.currentThread() == thread ? turn : Instant.now();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            if (closed || tasks.size() >= limit) {
                refused.incrementAndGet();
                throw new RejectedExecutionException(
                        "loop "
                                + thread.getName()
                                + (closed ? " is closed" : " has " + limit + " tasks waiting"));
            }
            tasks.add(task);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        long dueNanos = System.nanoTime() + Math.max(0, saturatedNanos(delay));
        lock.lock();
        try {
            var due = new Due(dueNanos, order++, task);
            if (!closed) {
                timers.add(due);
                changed.signal();
            }
            return () -> forget(due);
        } finally {
            lock.unlock();
        }
    }

    private static long saturatedNanos(Duration delay) {
        return delay.compareTo(Duration.ofDays(36_500)) > 0
                ? Duration.ofDays(36_500).toNanos()
                : delay.toNanos();
    }

    private void forget(Due due) {
        lock.lock();
        try {
            timers.remove(due);
        } finally {
            lock.unlock();
        }
    }

    /// What the loop has done and has to do.
    public Load load() {
        lock.lock();
        try {
            return new Load(
                    thread.getName(),
                    tasks.size(),
                    limit,
                    timers.size(),
                    refused.get(),
                    failed,
                    busyNanos);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long failures = 0;
        long busy = 0;
        for (Runnable task = next(); task != null; task = next()) {
            turn = Instant.now();
            long begun = System.nanoTime();
            try {
                task.run();
            } catch (Exception | StackOverflowError e) {
                failures++;
                failed = failures;
                LOG.error("a task failed on loop {}", thread.getName(), e);
            }
            busy += System.nanoTime() - begun;
            busyNanos = busy;
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            while (!closed) {
                Due first = timers.isEmpty() ? null : timers.first();
                long waitNanos =
                        first == null ? Long.MAX_VALUE : first.dueNanos - System.nanoTime();
                if (first != null && waitNanos <= 0) {
                    timers.remove(first);
                    return first.task;
                }
                Runnable task = tasks.poll();
                if (task != null) {
                    return task;
                }
                changed.awaitNanos(waitNanos);
            }
            return tasks.poll();
        } catch (InterruptedException e) {
            closed = true;
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// Runs what was queued, forgets the timers, and waits up to five seconds for the end.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            timers.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Due(long dueNanos, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(dueNanos - other.dueNanos, 0);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}

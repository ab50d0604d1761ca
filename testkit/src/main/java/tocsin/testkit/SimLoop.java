package tocsin.testkit;

import tocsin.loop.EventLoop;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// A loop in virtual time: nothing runs until `advance`, and then in order of due time, ties in
/// order of arrival. An hour passes in no time.
public final class SimLoop implements EventLoop {
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Instant start;
    private Instant now;
    private long order;

    /// A loop that starts at 2026-01-01T00:00:00Z.
    public SimLoop() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /// A loop that starts at `start`.
    public SimLoop(Instant start) {
        this.start = start;
        this.now = start;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long monotonicNanos() {
        return Duration.between(start, now).toNanos();
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var due = new Due(now.plus(delay.isNegative() ? Duration.ZERO : delay), order++, task);
        queue.add(due);
        return () -> queue.remove(due);
    }

    /// Runs everything that is due within `span`, and leaves the clock at its end.
    public void advance(Duration span) {
        Instant end = now.plus(span);
        for (Due next = queue.peek(); next != null && !next.at.isAfter(end); next = queue.peek()) {
            queue.remove();
            now = next.at;
            next.task.run();
        }
        now = end;
    }

    /// Runs what is due now, and what that makes due.
    public void settle() {
        advance(Duration.ZERO);
    }

    private record Due(Instant at, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}

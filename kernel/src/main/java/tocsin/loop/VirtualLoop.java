package tocsin.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// A loop in virtual time: nothing runs until `advance`, and then in order of due time, ties in
/// order of arrival. An hour passes in no time, which is how history is replayed and how rules and
/// routes are tested. Confined to one thread.
public final class VirtualLoop implements EventLoop {
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Instant start;
    private Instant now;
    private long order;

    /// A loop that starts at `start`.
    public VirtualLoop(Instant start) {
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
        advanceTo(now.plus(span));
    }

    /// Runs everything that is due until `end`, and leaves the clock there. An end that is past
    /// runs what is due now.
    public void advanceTo(Instant end) {
        Instant until = end.isBefore(now) ? now : end;
        for (Due next = queue.peek();
                next != null && !next.at.isAfter(until);
                next = queue.peek()) {
            queue.remove();
            now = next.at;
            next.task.run();
        }
        now = until;
    }

    /// Runs what is due now, and what that makes due.
    public void settle() {
        advanceTo(now);
    }

    private record Due(Instant at, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}

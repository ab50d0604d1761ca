package tocsin.testkit;

import tocsin.loop.EventLoop;
import tocsin.loop.VirtualLoop;

import java.time.Duration;
import java.time.Instant;

/// A loop in virtual time for tests, which starts at a day that all of them know.
public final class SimLoop implements EventLoop {
    private final VirtualLoop loop;

    /// A loop that starts at 2026-01-01T00:00:00Z.
    public SimLoop() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /// A loop that starts at `start`.
    public SimLoop(Instant start) {
        loop = new VirtualLoop(start);
    }

    @Override
    public Instant now() {
        return loop.now();
    }

    @Override
    public long monotonicNanos() {
        return loop.monotonicNanos();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return loop.after(delay, task);
    }

    /// Runs everything that is due within `span`, and leaves the clock at its end.
    public void advance(Duration span) {
        loop.advance(span);
    }

    /// Runs what is due now, and what that makes due.
    public void settle() {
        loop.settle();
    }
}

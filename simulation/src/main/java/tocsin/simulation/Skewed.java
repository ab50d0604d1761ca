package tocsin.simulation;

import tocsin.loop.EventLoop;
import tocsin.testkit.SimLoop;

import java.time.Duration;
import java.time.Instant;

/// A member's own loop: its wall clock may be wrong, and once it is dead nothing of it runs.
final class Skewed implements EventLoop {
    private final SimLoop loop;
    private Duration skew = Duration.ZERO;
    private boolean dead;
    private Instant pausedUntil = Instant.MIN;

    Skewed(SimLoop loop, Duration skew) {
        this.loop = loop;
        this.skew = skew;
    }

    void skew(Duration by) {
        skew = by;
    }

    /// Nothing runs for a while, as under SIGSTOP; then everything that came due.
    void pause(Duration span) {
        pausedUntil = loop.now().plus(span);
    }

    void die() {
        dead = true;
    }

    @Override
    public Instant now() {
        return loop.now().plus(skew);
    }

    @Override
    public long monotonicNanos() {
        return loop.monotonicNanos();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(alive(task));
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return loop.after(delay, alive(task));
    }

    private Runnable alive(Runnable task) {
        return () -> {
            if (dead) {
                return;
            }
            if (loop.now().isBefore(pausedUntil)) {
                loop.after(Duration.between(loop.now(), pausedUntil), alive(task));
            } else {
                task.run();
            }
        };
    }
}

package tocsin.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The single writer's home: everything handed to a loop runs one at a time, in order.
///
/// A loop is also the only clock and the only timer, so replacing the loop replaces time. Timers
/// follow monotonic time: a wall clock that jumps neither fires nor delays them.
public interface EventLoop extends Executor {
    /// Wall time, read once per turn: the same for everything that one task does.
    Instant now();

    /// Time that never jumps, for leases and latencies; only differences mean anything.
    long monotonicNanos();

    /// Runs a task once, no sooner than after `delay`.
    Timer after(Duration delay, Runnable task);

    /// Runs a task at the end of the queue.
    ///
    /// @throws java.util.concurrent.RejectedExecutionException when the loop is full or closed;
    ///   nothing was queued
    @Override
    void execute(Runnable task);

    /// Asks the owner a question from another thread; what comes back must be immutable.
    default <T> CompletableFuture<T> ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, this);
    }

    /// A task that has not run yet. Cancelling one that has is harmless.
    interface Timer {
        /// Forgets the task.
        void cancel();
    }
}

package tocsin.jepsen.process;

import java.time.Duration;
import java.util.concurrent.Callable;

/// Waits for something to become true, with a deadline. What is waited for is named, so that a
/// failure says what never came; how long it took is never asserted.
public final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Waiting() {}

    /// Waits until `condition` holds. An exception counts as "not yet"; the last one is told at the
    /// deadline.
    public static void until(String what, Duration deadline, Callable<Boolean> condition) {
        long end = System.nanoTime() + deadline.toNanos();
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception e) {
                last = e;
            }
            pause(PAUSE);
        }
        throw new AssertionError("after " + deadline + " still not: " + what, last);
    }

    /// Lets time pass, where the point is that nothing happens meanwhile.
    public static void pause(Duration span) {
        try {
            Thread.sleep(span);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }
}

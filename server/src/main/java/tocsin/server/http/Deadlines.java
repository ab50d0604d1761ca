package tocsin.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Interrupts the thread that serves a request once its time is up. Waiting for a loop or for
/// storage is what takes long here, and both end when interrupted; the answer is then a 503, unless
/// another one has begun.
final class Deadlines {
    private final Duration timeout;

    Deadlines(Duration timeout) {
        this.timeout = timeout;
    }

    void run(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!timeout.isPositive()) {
            chain.doFilter(request, response);
            return;
        }
        Thread server = Thread.currentThread();
        var over = new AtomicBoolean();
        var interrupted = new AtomicBoolean();
        var alarm = CompletableFuture.delayedExecutor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        alarm.execute(() -> {
            if (over.compareAndSet(false, true)) {
                server.interrupt();
                interrupted.set(true);
            }
        });
        try {
            chain.doFilter(request, response);
        } finally {
            boolean inTime = over.compareAndSet(false, true);
            if (!inTime) {
                awaitInterrupt(interrupted);
                giveUp(response);
            }
        }
    }

    /// The alarm has won, so that the interrupt has come or is about to: it must not reach the next
    /// request of this thread.
    private static void awaitInterrupt(AtomicBoolean interrupted) {
        while (!interrupted.get()) {
            Thread.onSpinWait();
        }
        Thread.interrupted();
    }

    private void giveUp(HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.reset();
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("text/plain; charset=utf-8");
        response.getWriter().write("Exceeded configured timeout of " + timeout + ".\n");
    }
}

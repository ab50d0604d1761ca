package tocsin.notify;

import org.jspecify.annotations.Nullable;

import tocsin.loop.EventLoop;
import tocsin.loop.EventLoop.Timer;
import tocsin.outbox.Terms;

import java.time.Duration;
import java.time.Instant;

/// Watches for the moment from which on a fallback receiver is told.
final class Overdue {
    private final EventLoop loop;
    private final Runnable tell;
    private @Nullable Timer timer;

    Overdue(EventLoop loop, Runnable tell) {
        this.loop = loop;
        this.tell = tell;
    }

    void watch(Terms terms, Instant since) {
        cancel();
        terms.fallback()
                .ifPresent(fallback -> {
                    Duration left = Duration.between(loop.now(), since.plus(fallback.after()));
                    timer = loop.after(left.isNegative() ? Duration.ZERO : left, tell);
                });
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
        }
    }
}

package tocsin.server.webconfig;

import tocsin.server.webconfig.WebConfig.RateLimit;

import java.util.concurrent.locks.ReentrantLock;

/// Lets one request pass each interval, and as many at once as have been saved up, at most `burst`.
final class TokenBucket {
    private final RateLimit limit;
    private final ReentrantLock lock = new ReentrantLock();
    private double tokens;
    private long lastNanos;

    TokenBucket(RateLimit limit, long nowNanos) {
        this.limit = limit;
        this.tokens = limit.burst();
        this.lastNanos = nowNanos;
    }

    /// The limit kept to.
    RateLimit limit() {
        return limit;
    }

    /// Whether one more may pass.
    boolean take(long nowNanos) {
        lock.lock();
        try {
            double earned = (double) (nowNanos - lastNanos) / limit.interval().toNanos();
            tokens = Math.min(limit.burst(), tokens + earned);
            lastNanos = nowNanos;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        } finally {
            lock.unlock();
        }
    }
}

package tocsin.notify;

import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.TryLater;
import tocsin.outbox.Letter;
import tocsin.outbox.Letters;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// How long and how often it was tried to tell one thing.
final class Effort {
    private final RandomGenerator chance;
    private Instant since;
    private int attempts;
    private int tries;
    private Backoff backoff;
    private String lastCause = "";
    private Reason lastReason = Reason.CONTEXT_DEADLINE_EXCEEDED;

    /// Since when something is owed, and how often it was tried.
    record Owed(Instant since, int attempts) {}

    Effort(Owed owed, RandomGenerator chance) {
        this.since = owed.since();
        this.attempts = owed.attempts();
        this.chance = chance;
        this.backoff = new Backoff(chance);
    }

    Instant since() {
        return since;
    }

    int attempts() {
        return attempts;
    }

    /// How often it was tried for the newest flush.
    int tries() {
        return tries;
    }

    Reason lastReason() {
        return lastReason;
    }

    void newFlush() {
        tries = 0;
    }

    void tried() {
        attempts++;
        tries++;
    }

    /// Begins anew.
    void restart(Instant now) {
        since = now;
        attempts = 0;
        tries = 0;
        backoff = new Backoff(chance);
    }

    /// Notes a failure; whether its cause is another than before.
    boolean failed(TryLater later) {
        boolean news = !later.cause().equals(lastCause);
        lastCause = later.cause();
        lastReason = later.reason();
        return news;
    }

    Duration pause(TryLater later) {
        return backoff.next(later.pause());
    }

    Letters.Failure failure(Letter.State as, Reason reason, String cause) {
        return new Letters.Failure(as, since, attempts, reason.label(), cause);
    }
}

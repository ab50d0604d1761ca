package tocsin.notify;

import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.TryLater;
import tocsin.outbox.Letter;
import tocsin.outbox.Letters;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long and how often it was tried to tell one thing.
final class Effort {
    private final RandomGenerator chance;
    private final boolean pausing;
    private Instant since;
    private int attempts;
    private int tries;
    private Backoff backoff;
    private String lastCause = "";
    private Reason lastReason = Reason.CONTEXT_DEADLINE_EXCEEDED;

    /// Since when something is owed, and how often it was tried.
    ///
    /// @param pausing whether it was being tried again and again, by a member that is no more, or
    ///   was this one before a crash
    record Owed(Instant since, int attempts, boolean pausing) {
        static Owed since(Instant since, Optional<Letter> letter) {
            int attempts = letter.map(Letter::attempts).orElse(0);
            boolean pending =
                    letter.filter(found -> found.state() == Letter.State.PENDING).isPresent();
            return new Owed(since, attempts, pending && attempts > 0);
        }
    }

    Effort(Owed owed, RandomGenerator chance) {
        this.since = owed.since();
        this.attempts = owed.attempts();
        this.chance = chance;
        this.pausing = owed.pausing();
        this.backoff = new Backoff(chance, pausing ? attempts : 0);
    }

    /// What is left of the pause that a predecessor was in: nobody knows when it began, so it is
    /// some part of it. Zero when there was none.
    Duration restOfPause() {
        return pausing ? backoff.part() : Duration.ZERO;
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
        backoff = new Backoff(chance, 0);
    }

    /// Notes a failure; whether its cause is another than before.
    boolean failed(TryLater later) {
        boolean news = !later.cause().equals(lastCause);
        lastCause = later.cause();
        lastReason = later.reason();
        return news;
    }

    /// How long to wait before it is tried again.
    Duration pause(TryLater later, Duration longest) {
        Duration pause = backoff.next(later.pause());
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    Letters.Failure failure(Letter.State as, Reason reason, String cause) {
        return new Letters.Failure(as, since, attempts, reason.label(), cause);
    }
}

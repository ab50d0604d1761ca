package tocsin.notify;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.loop.EventLoop.Timer;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/// One attempt to tell, for one courier or for all that share a digest: claims what it is about,
/// looks whether another member was quicker, sends, and brings the answer back.
///
/// Confined to the pipeline's loop; only the send itself runs elsewhere.
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final Surroundings with;
    private final Notifier notifier;
    private final Function<List<Part>, Notification> writer;
    private final Answered answered;
    private List<Part> parts;
    private int unclaimed;
    private @Nullable Timer renewal;

    /// What one courier has to tell.
    record Part(Courier courier, Message message) {}

    /// Told once how it went. The parts are those that were sent: none when others were quicker.
    interface Answered {
        void accept(List<Part> parts, Delivery delivery, Duration took);
    }

    /// An attempt that has not begun.
    ///
    /// @param writer writes the notification about the parts that are left
    Attempt(
            Surroundings with,
            Notifier notifier,
            List<Part> parts,
            Function<List<Part>, Notification> writer,
            Answered answered) {
        this.with = with;
        this.notifier = notifier;
        this.parts = parts;
        this.writer = writer;
        this.answered = answered;
    }

    void begin() {
        unclaimed = parts.size();
        for (Part part : parts) {
            with.claims().take(part.courier().key(), part.courier().version(), this::claimed);
        }
    }

    private void claimed() {
        unclaimed--;
        if (unclaimed > 0) {
            return;
        }
        var mine = new ArrayList<Part>();
        for (Part part : parts) {
            if (part.courier().isStillToTell(part.message())) {
                mine.add(part);
            } else {
                part.courier().overtakenByPeer();
            }
        }
        parts = List.copyOf(mine);
        if (parts.isEmpty()) {
            answered.accept(parts, new TryLater(Duration.ZERO, Reason.OTHER, ""), Duration.ZERO);
            return;
        }
        send(writer.apply(parts));
    }

    private void send(Notification notification) {
        long start = with.loop().monotonicNanos();
        renewal = with.loop().after(Claims.LEASE.dividedBy(2), this::renew);
        try {
            with.senders()
                    .execute(() -> {
                        Delivery delivery = deliver(notification);
                        handBack(() -> end(delivery, start));
                    });
        } catch (RejectedExecutionException e) {
            end(new TryLater(Duration.ZERO, Reason.OTHER, "too many sends"), start);
        }
    }

    /// An answer is never lost, however full the loop is: its timers have no limit.
    private void handBack(Runnable task) {
        try {
            with.loop().execute(task);
        } catch (RejectedExecutionException e) {
            with.loop().after(Duration.ofMillis(100), task);
        }
    }

    private void renew() {
        parts.forEach(part ->
                with.claims().take(part.courier().key(), part.courier().version(), () -> {}));
        renewal = with.loop().after(Claims.LEASE.dividedBy(2), this::renew);
    }

    private Delivery deliver(Notification notification) {
        try {
            return notifier.send(notification);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new TryLater(Duration.ZERO, Reason.CONTEXT_CANCELED, "context canceled");
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("receiver", notification.receiver())
                    .log("Notifier failed", e);
            return new Refused(Reason.OTHER, "internal error: " + e.getClass().getSimpleName());
        }
    }

    private void end(Delivery delivery, long start) {
        if (renewal != null) {
            renewal.cancel();
        }
        answered.accept(parts, delivery, Duration.ofNanos(with.loop().monotonicNanos() - start));
    }
}

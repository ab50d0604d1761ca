package tocsin.notify;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.alert.Alert;
import tocsin.history.Event;
import tocsin.labels.Fingerprint;
import tocsin.loop.EventLoop.Timer;
import tocsin.nflog.LogEntry;
import tocsin.nflog.LogKey;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Brings one flush to one integration: waits for its turn among the members, and then, before each
/// attempt, asks again what is muted, what was told, and whether another member is at it.
///
/// Confined to the pipeline's loop; only the send itself runs elsewhere.
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final Surroundings with;
    private final Flush flush;
    private final Integration integration;
    private final LogKey key;
    private final Muting muting;
    private final RouteLabels routeLabels;
    private final Consumer<Outcome> done;
    private final Backoff backoff;
    private final Instant since;
    private @Nullable Timer timer;
    private @Nullable Timer renewal;
    private boolean ended;
    private boolean sending;
    private boolean backingOff;
    private int attempts;
    private String lastCause = "";
    private Reason lastReason = Reason.CONTEXT_DEADLINE_EXCEEDED;

    /// A courier that has not set out.
    ///
    /// @param since when this integration was first owed what it was not told yet
    Courier(
            Surroundings with,
            Flush flush,
            Integration integration,
            Notifications.Rules rules,
            Instant since,
            Consumer<Outcome> done) {
        this.with = with;
        this.flush = flush;
        this.integration = integration;
        this.muting = rules.muting();
        this.routeLabels = rules.routeLabels();
        this.done = done;
        this.key =
                new LogKey(
                        flush.key(),
                        flush.route().receiver(),
                        integration.name(),
                        integration.index());
        this.backoff = new Backoff(with.chance());
        this.since = since;
    }

    LogKey key() {
        return key;
    }

    long version() {
        return flush.version();
    }

    /// Begins, or reconsiders the wait after something changed that it may wait for: the view of
    /// the members, the log, a claim.
    void proceed() {
        if (!ended && !sending && !backingOff) {
            forgetTimer();
            consider();
        }
    }

    /// Looks at what there is to tell now, and tells it if it is this member's turn.
    private void consider() {
        if (ended) {
            return;
        }
        backingOff = false;
        Instant now = with.loop().now();
        Optional<LogEntry> last = with.log().last(key);
        Message message = message(last, now);
        if (message.alerts().isEmpty()) {
            end(Outcome.DONE);
            return;
        }
        switch (message.decide(last)) {
            case Decision.Hold(String why) -> {
                held(message.alerts(), why);
                end(Outcome.DONE);
            }
            case Decision.Tell tell -> {
                Duration wait = turn().minus(Duration.between(since, now));
                if (attempts == 0 && wait.isPositive() && now.isBefore(deadline())) {
                    held(message.alerts(), "other members are first in line");
                    later(wait);
                } else {
                    tell(message, tell, last, now);
                }
            }
        }
    }

    /// How long the members before this one are given.
    private Duration turn() {
        int rank = SendOrder.rank(with.peers().live(), with.peers().self(), key.toString());
        return with.peerStep().multipliedBy(rank);
    }

    /// A member whose turn comes late has as long as one that is first.
    private Instant deadline() {
        return flush.deadline().plus(turn());
    }

    private void later(Duration pause) {
        forgetTimer();
        Duration left = Duration.between(with.loop().now(), deadline());
        timer =
                with.loop()
                        .after(
                                pause.compareTo(left) < 0 ? pause : left,
                                () -> {
                                    timer = null;
                                    consider();
                                });
    }

    private void forgetTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /// What is left to tell now. An end that was muted is told all the same where an incident would
    /// stay open without it.
    private Message message(Optional<LogEntry> last, Instant now) {
        Muting.Result result = muting.apply(flush, now);
        List<Alert> alerts = result.passed();
        if (integration.closesIncidents() && last.isPresent()) {
            var all = new ArrayList<>(alerts);
            result.mutedEnds(now).stream()
                    .filter(alert -> last.get().firing().contains(alert.fingerprint()))
                    .forEach(all::add);
            alerts = all;
        }
        return new Message(flush, key, integration, alerts, now);
    }

    private void tell(Message message, Decision.Tell tell, Optional<LogEntry> last, Instant now) {
        if (!now.isBefore(deadline())) {
            giveUp(lastReason, lastCause.isEmpty() ? "context deadline exceeded" : lastCause);
            return;
        }
        if (attempts == 0) {
            with.metrics().begun(integration.name());
        }
        Optional<Claim> other = with.claims().binding(key, now);
        if (other.isPresent()) {
            held(message.alerts(), other.get().holder() + " is at it");
            later(Duration.between(now, other.get().until()));
            return;
        }
        if (message.sent().isEmpty()) {
            record(message, new Delivered(Map.of(), "ends are not told here"));
            return;
        }
        sending = true;
        Notification notification = message.notification(tell, last, routeLabels);
        with.claims().take(key, flush.version(), () -> claimed(message, notification));
    }

    private void claimed(Message message, Notification notification) {
        if (ended) {
            return;
        }
        if (with.claims().binding(key, with.loop().now()).isPresent()) {
            sending = false;
            consider();
            return;
        }
        note(Event.Kind.CLAIMED, message.alerts(), "to tell: " + notification.reason());
        renewal = with.loop().after(Claims.LEASE.dividedBy(2), this::renew);
        long start = with.loop().monotonicNanos();
        attempts++;
        try {
            with.senders()
                    .execute(() -> {
                        Delivery delivery = send(notification);
                        with.loop().execute(() -> answered(message, delivery, start));
                    });
        } catch (RejectedExecutionException e) {
            answered(message, new TryLater(Duration.ZERO, Reason.OTHER, "too many sends"), start);
        }
    }

    private void renew() {
        if (!ended && sending) {
            with.claims().take(key, flush.version(), () -> {});
            renewal = with.loop().after(Claims.LEASE.dividedBy(2), this::renew);
        }
    }

    private Delivery send(Notification notification) {
        try {
            return integration.notifier().send(notification);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new TryLater(Duration.ZERO, Reason.CONTEXT_CANCELED, "context canceled");
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("integration", key).log("Notifier failed", e);
            return new Refused(Reason.OTHER, "internal error: " + e.getClass().getSimpleName());
        }
    }

    private void answered(Message message, Delivery delivery, long start) {
        sending = false;
        if (renewal != null) {
            renewal.cancel();
        }
        var took = Duration.ofNanos(with.loop().monotonicNanos() - start);
        with.metrics().attempted(integration.name(), took, delivery instanceof Delivered);
        switch (delivery) {
            case Delivered delivered -> record(message, delivered);
            case TryLater later -> retry(message, later);
            case Refused refused -> {
                with.claims().release(key);
                giveUp(
                        refused.reason(),
                        "notify retry canceled due to unrecoverable error after "
                                + attempts
                                + " attempts: "
                                + refused.cause());
            }
        }
    }

    /// Between attempts the claim is given back: a member whose turn has come too may reach the
    /// receiver where this one does not.
    private void retry(Message message, TryLater later) {
        with.claims().release(key);
        if (!later.cause().equals(lastCause)) {
            LOG.atWarn()
                    .addKeyValue("receiver", key.receiver())
                    .addKeyValue("integration", name())
                    .addKeyValue("aggrGroup", flush.key())
                    .addKeyValue("attempts", attempts)
                    .addKeyValue("err", later.cause())
                    .log("Notify attempt failed, will retry later");
        }
        note(Event.Kind.RETRIED, message.alerts(), later.cause());
        lastCause = later.cause();
        lastReason = later.reason();
        backingOff = true;
        later(backoff.next(later.pause()));
    }

    private void record(Message message, Delivered delivered) {
        sending = true; // nothing that the log sets off shall begin another attempt
        note(Event.Kind.DELIVERED, message.alerts(), delivered.reply());
        LOG.atDebug()
                .addKeyValue("receiver", key.receiver())
                .addKeyValue("integration", name())
                .addKeyValue("aggrGroup", flush.key())
                .addKeyValue("attempts", attempts)
                .addKeyValue("numAlerts", message.sent().size())
                .log("Notify success");
        with.log()
                .record(
                        key,
                        message.firing(),
                        message.resolved(),
                        delivered.receiverData(),
                        flush.route().repeatInterval())
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.atError()
                                .addKeyValue("integration", key)
                                .addKeyValue("err", failure.getMessage())
                                .log("Told, but could not write it down");
                    }
                });
        end(Outcome.DONE);
    }

    private void giveUp(Reason reason, String cause) {
        with.metrics().gaveUp(integration.name(), reason);
        LOG.atError()
                .addKeyValue("receiver", key.receiver())
                .addKeyValue("integration", name())
                .addKeyValue("aggrGroup", flush.key())
                .addKeyValue("num_alerts", flush.alerts().size())
                .addKeyValue("err", cause)
                .log("Notify for alerts failed");
        note(Event.Kind.FAILED, flush.alerts(), cause);
        end(Outcome.FAILED);
    }

    private String name() {
        return integration.name() + "[" + integration.index() + "]";
    }

    private void note(Event.Kind kind, List<Alert> alerts, String detail) {
        with.recorder().add(event(kind, alerts, detail));
    }

    private void held(List<Alert> alerts, String why) {
        with.recorder()
                .stands(flush.key(), key.place(), List.of(event(Event.Kind.HELD, alerts, why)));
    }

    private Event event(Event.Kind kind, List<Alert> alerts, String detail) {
        List<Fingerprint> ids = alerts.stream().map(Alert::fingerprint).toList();
        return Event.of(with.loop().now(), kind, ids, flush.key(), key.place(), detail);
    }

    /// Stops: a newer flush of the group is under way elsewhere. What is being sent is not called
    /// back, and is written down when it arrives.
    void overtaken() {
        if (!sending) {
            end(Outcome.OVERTAKEN);
        }
    }

    private void end(Outcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        forgetTimer();
        if (renewal != null) {
            renewal.cancel();
        }
        done.accept(outcome);
    }
}

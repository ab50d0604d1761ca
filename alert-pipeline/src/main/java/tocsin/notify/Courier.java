package tocsin.notify;

import org.jspecify.annotations.Nullable;

import tocsin.history.Event;
import tocsin.loop.EventLoop.Timer;
import tocsin.nflog.LogKey;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.outbox.Desk;
import tocsin.outbox.Letter;
import tocsin.outbox.Place;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings what there is to tell about one group to one integration: waits for its turn among the
/// members, then for its turn at the destination, and before each attempt asks again what is muted,
/// what was told, and whether another member is at it. A newer flush of the group takes the place
/// of the one under way, so that what is told after a long wait is how things stand then.
///
/// | state   | leaves when                                                                   |
/// |---------|-------------------------------------------------------------------------------|
/// | WAITING | it is this member's turn, or another's claim ends: QUEUED; nothing to tell: ENDED |
/// | QUEUED  | the desk lets it through: SENDING; nothing to tell any more: ENDED            |
/// | SENDING | told or refused: ENDED; failed: ASIDE                                         |
/// | ASIDE   | the pause is over, or the destination is back: WAITING                        |
///
/// Confined to the pipeline's loop.
final class Courier implements Desk.Visitor {
    /// From so long in the queue on, a letter says so: before, a crash costs no more than it costs
    /// any flush.
    private static final Duration QUIETLY = Duration.ofSeconds(2);

    private final Surroundings with;
    private final Desk<Courier> desk;
    private final Home home;
    private final LogKey key;
    private final Journal journal;
    private final Effort effort;
    private final Overdue overdue;
    private Task task;
    private State state = State.WAITING;
    private @Nullable Timer timer;
    private boolean renewed;

    private enum State {
        WAITING,
        QUEUED,
        SENDING,
        ASIDE,
        ENDED
    }

    Courier(Surroundings with, Desk<Courier> desk, Task task, Effort.Owed owed, Home home) {
        this.with = with;
        this.desk = desk;
        this.task = task;
        this.key = task.key();
        this.journal = new Journal(with, key);
        this.effort = new Effort(owed, with.chance());
        this.home = home;
        this.overdue = new Overdue(with.loop(), () -> home.overdue(this));
        overdue.watch(desk.terms(), effort.since());
    }

    LogKey key() {
        return key;
    }

    long version() {
        return task.flush().version();
    }

    Task task() {
        return task;
    }

    private Instant now() {
        return with.loop().now();
    }

    /// Begins, where its predecessor before a crash left off.
    void begin() {
        Duration rest = effort.restOfPause();
        if (rest.isPositive()) {
            stepAside(rest);
            review();
        } else {
            proceed();
        }
    }

    /// Looks again after something changed that it may wait for: the view of the members, the log,
    /// a claim, a letter.
    void proceed() {
        switch (state) {
            case WAITING -> consider();
            case QUEUED, ASIDE -> review();
            case SENDING, ENDED -> {}
        }
    }

    /// Takes a newer flush in place of the one it has. Upstream ends the retries of a flush with
    /// the group's interval and counts it as failed; so that its alerts work, so do we.
    void take(Task newer) {
        Task older = task;
        task = newer;
        with.letters().metrics().merged(Place.of(key));
        renewed = state == State.SENDING;
        if (effort.tries() > 0 && !renewed) {
            with.metrics().gaveUp(key.integration(), effort.lastReason());
        }
        effort.newFlush();
        older.done().accept(Outcome.OVERTAKEN);
        proceed();
    }

    /// Goes on by other rules; what was in the way may be mended.
    void use(Integration integration, Notifications.Rules rules) {
        task = task.by(integration, rules);
        called();
    }

    /// Somebody asked for it to be tried now.
    void asked() {
        effort.restart(now());
        overdue.watch(desk.terms(), effort.since());
        if (state == State.WAITING || state == State.ASIDE) {
            consider();
        }
    }

    @Override
    public void called() {
        if (state == State.ASIDE) {
            consider();
        }
    }

    /// Looks at what there is to tell now, and gets in line if it is this member's turn.
    private void consider() {
        renewed = false;
        toTell().ifPresent(this::getInLine);
    }

    /// What there is to tell now, if there is anything and no other member comes first.
    private Optional<Message> toTell() {
        forgetTimer();
        state = State.WAITING;
        Instant now = now();
        Message message = matter().at(now);
        return switch (matter().decide(message)) {
            case Decision.Hold hold -> {
                nothing(message, hold);
                yield Optional.empty();
            }
            case Decision.Tell _ ->
                    isHeldByPeers(message, now) ? Optional.empty() : Optional.of(message);
        };
    }

    /// Ends if there is nothing left to tell.
    private void review() {
        Message message = matter().at(now());
        if (matter().decide(message) instanceof Decision.Hold hold) {
            nothing(message, hold);
        }
    }

    private Matter matter() {
        return new Matter(with, task);
    }

    private void nothing(Message message, Decision.Hold hold) {
        if (!hold.why().isEmpty()) {
            journal.held(message.alerts(), hold.why());
        }
        with.letters().settle(key);
        end(Outcome.DONE);
    }

    /// Waits if other members go first, or are at it.
    private boolean isHeldByPeers(Message message, Instant now) {
        Duration wait = matter().turn().minus(Duration.between(effort.since(), now));
        if (effort.attempts() == 0 && wait.isPositive()) {
            journal.held(message.alerts(), "other members are first in line");
            later(wait);
            return true;
        }
        Optional<Claim> other = with.claims().binding(key, now);
        other.ifPresent(claim -> {
            journal.held(message.alerts(), claim.holder() + " is at it");
            later(Duration.between(now, claim.until()));
        });
        return other.isPresent();
    }

    /// A member whose turn comes late has as long as one that is first.
    private Instant deadline() {
        return effort.since().plus(desk.terms().deadline()).plus(matter().turn());
    }

    private void later(Duration pause) {
        forgetTimer();
        timer = with.loop().after(pause, this::consider);
    }

    private void forgetTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void getInLine(Message message) {
        if (effort.tries() == 0) {
            with.metrics().begun(key.integration());
        }
        if (message.sent().isEmpty()) {
            record(message, new Delivered(Map.of(), "ends are not told here"));
            return;
        }
        state = State.QUEUED;
        timer = with.loop().after(QUIETLY, () -> stillQueued(message));
        desk.queue(this);
    }

    private void stillQueued(Message message) {
        if (state == State.QUEUED) {
            with.letters().waits(key, effort.since(), matter().contents(message));
        }
    }

    @Override
    public void served() {
        Optional<Attempt.Part> part = enlist();
        if (part.isEmpty()) {
            desk.left();
            return;
        }
        new Attempt(
                        with,
                        task.integration().notifier(),
                        List.of(part.get()),
                        parts -> matter().notification(parts.getFirst().message()),
                        this::answered)
                .begin();
    }

    /// What it has to tell now that it is let through; empty when there is nothing any more, or
    /// another member is at it.
    Optional<Attempt.Part> enlist() {
        Optional<Message> message = toTell();
        message.ifPresent(_ -> state = State.SENDING);
        return message.map(found -> new Attempt.Part(this, found));
    }

    @Override
    public boolean mayBeDigested() {
        return !task.integration().closesIncidents();
    }

    /// Whether, now that the claim is known, no other member was quicker.
    boolean isStillToTell(Message message) {
        Instant now = now();
        return state == State.SENDING
                && with.claims().binding(key, now).isEmpty()
                && matter().decide(message) instanceof Decision.Tell;
    }

    void overtakenByPeer() {
        if (state == State.SENDING) {
            consider();
        }
    }

    private void answered(List<Attempt.Part> parts, Delivery delivery, Duration took) {
        if (parts.isEmpty()) {
            desk.left();
            return;
        }
        told(parts.getFirst().message(), delivery);
        with.report(desk, delivery, took);
    }

    /// What became of an attempt.
    void told(Message message, Delivery delivery) {
        effort.tried();
        switch (delivery) {
            case Delivered delivered -> record(message, delivered);
            case TryLater later -> retry(message, later);
            case Refused refused -> {
                with.claims().release(key);
                giveUp(
                        message,
                        refused.reason(),
                        "notify retry canceled due to unrecoverable error after "
                                + effort.attempts()
                                + " attempts: "
                                + refused.cause());
            }
        }
    }

    /// Between attempts the claim is given back: a member whose turn has come too may reach the
    /// receiver where this one does not.
    private void retry(Message message, TryLater later) {
        with.claims().release(key);
        if (effort.failed(later)) {
            journal.warn(message, effort.attempts())
                    .log("Notify attempt failed, will retry later: " + later.cause());
        }
        journal.note(Event.Kind.RETRIED, message.alerts(), later.cause());
        if (!now().isBefore(deadline())) {
            giveUp(message, later.reason(), later.cause());
            return;
        }
        matter().write(
                        message,
                        effort.failure(Letter.State.PENDING, later.reason(), later.cause()));
        stepAside(effort.pause(later, Duration.between(now(), deadline())));
    }

    private void stepAside(Duration pause) {
        state = State.ASIDE;
        desk.stepAside(this);
        later(pause);
    }

    private void record(Message message, Delivered delivered) {
        state = State.SENDING; // nothing that the log sets off shall begin another attempt
        journal.note(Event.Kind.DELIVERED, message.alerts(), message.detail(delivered));
        with.letters().settle(key);
        with.log()
                .record(
                        key,
                        message.firing(),
                        message.resolved(),
                        delivered.receiverData(),
                        task.flush().route().repeatInterval())
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        journal.warn(message, effort.attempts())
                                .addKeyValue("err", failure.getMessage())
                                .log("Told, but could not write it down");
                    }
                });
        if (!renewed) {
            end(Outcome.DONE);
        } else {
            effort.restart(now());
            overdue.watch(desk.terms(), effort.since());
            consider();
        }
    }

    /// Tries no more for this flush. What has ended and could not be told until the deadline is
    /// over: the group need not hold it, for the letter does.
    private void giveUp(Message message, Reason reason, String cause) {
        with.metrics().gaveUp(key.integration(), reason);
        journal.warn(message, effort.attempts())
                .addKeyValue("err", cause)
                .log("Notify for alerts failed");
        journal.note(Event.Kind.FAILED, message.alerts(), cause);
        matter().write(message, effort.failure(Letter.State.DEAD, reason, cause));
        if (renewed) {
            consider();
            return;
        }
        boolean over = message.firing().isEmpty() && !now().isBefore(deadline());
        end(over ? Outcome.DONE : Outcome.FAILED);
    }

    /// Stops: a newer flush of the group is under way elsewhere, or the group is no more. What is
    /// being sent is not called back, and is written down when it arrives.
    void overtaken() {
        if (state != State.SENDING) {
            end(Outcome.OVERTAKEN);
        }
    }

    private void end(Outcome outcome) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        forgetTimer();
        overdue.cancel();
        desk.leave(this);
        home.ended(this, outcome);
        task.done().accept(outcome);
    }
}

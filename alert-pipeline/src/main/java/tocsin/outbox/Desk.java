package tocsin.outbox;

import org.jspecify.annotations.Nullable;

import tocsin.loop.EventLoop;
import tocsin.loop.EventLoop.Timer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/// The queue before one destination. It lets visitors through in the order they came, no faster
/// than the pace, not while the destination asks to be left alone, and no more at once than it
/// bears: each failure halves how many, each success doubles it again, so that a destination that
/// is down is asked by one visitor at a time. When it is back, everybody who had stepped aside is
/// called at once.
///
/// When a destination asks to be left alone, or goes down or is back, the desks of the other
/// members hear of it, and so does this member's after a crash.
///
/// There is at most one visitor for each group, so the queue ends where groups do. Confined to the
/// pipeline's loop.
///
/// @param <V> who visits
public final class Desk<V extends Desk.Visitor> {
    /// Groups that one digest tells.
    private static final int MOST_IN_DIGEST = 1_000;

    /// From so many failures in a row on a destination counts as down.
    private static final int DOWN = 3;

    /// Who has reached a destination within so long does not believe that it is down.
    private static final Duration HEARSAY = Duration.ofMinutes(1);

    /// A pause that grows by less is not written down again.
    private static final Duration GRAIN = Duration.ofSeconds(1);

    private final Place place;
    private final With<V> with;
    private final Map<V, Instant> queue = new LinkedHashMap<>();
    private final Set<V> aside = new LinkedHashSet<>();
    private Terms terms;
    private @Nullable Pace pace;
    private Health health = Health.UNKNOWN;
    private Instant pausedUntil = Instant.EPOCH;
    private int width;
    private int inside;
    private int failures;
    private boolean serving;
    private @Nullable Timer timer;

    /// Somebody with something to tell.
    public interface Visitor {
        /// It is its turn. Leads to one call of [Desk#left], at once or later.
        void served();

        /// The destination is back; who stepped aside may queue again.
        void called();

        /// Whether what it has to tell may be part of a digest.
        boolean mayBeDigested();
    }

    /// What a desk stands on.
    ///
    /// @param pauses what members tell each other of destinations
    /// @param members how many members tell
    /// @param digester tells for many visitors at once; leads to one call of [Desk#left]
    public record With<V extends Visitor>(
            EventLoop loop,
            OutboxMetrics metrics,
            Pauses pauses,
            IntSupplier members,
            Digester<V> digester) {}

    /// Tells for many.
    public interface Digester<V extends Visitor> {
        /// Begins.
        void digest(Desk<V> desk, List<V> visitors);
    }

    /// A desk with nobody before it.
    public Desk(Place place, Terms terms, With<V> with) {
        this.place = place;
        this.with = with;
        this.terms = terms;
        this.width = terms.atOnce();
        use(terms);
        with.pauses().of(place).ifPresent(this::heard);
    }

    /// Learns what this member, before a crash, or another has written down. That it is down is
    /// believed by who has not reached it himself of late: there may be more than one way to it.
    public void heard(Pause pause) {
        Instant now = with.loop().now();
        boolean reached =
                health.lastSuccess().filter(at -> at.plus(HEARSAY).isAfter(now)).isPresent();
        if (pause.down() && failures < DOWN && !reached) {
            failures = DOWN;
            width = 1;
        } else if (!pause.down() && failures >= DOWN) {
            back();
        }
        pause(pause.end(now));
    }

    /// Replaces the terms.
    public void use(Terms newTerms) {
        boolean same = pace != null && newTerms.rate().equals(terms.rate());
        if (!same) {
            pace = newTerms.rate().map(Pace::new).orElse(null);
        }
        width = failures < DOWN ? newTerms.atOnce() : 1;
        terms = newTerms;
        serve();
    }

    /// The destination.
    public Place place() {
        return place;
    }

    /// How it is spoken to.
    public Terms terms() {
        return terms;
    }

    /// How it does.
    public Health health() {
        return health;
    }

    /// How many wait for their turn.
    public int queued() {
        return queue.size();
    }

    /// Until when the destination wants to be left alone; past when it does not.
    public Instant pausedUntil() {
        return pausedUntil;
    }

    /// Joins the end of the queue.
    public void queue(V visitor) {
        aside.remove(visitor);
        queue.putIfAbsent(visitor, with.loop().now());
        serve();
    }

    /// Steps aside for a while; is called when the destination is back.
    public void stepAside(V visitor) {
        queue.remove(visitor);
        aside.add(visitor);
    }

    /// Goes away.
    public void leave(V visitor) {
        queue.remove(visitor);
        aside.remove(visitor);
        with.metrics().queued(place, queue.size());
    }

    private void serve() {
        if (serving) {
            return;
        }
        serving = true;
        try {
            while (!queue.isEmpty() && inside < width) {
                Instant now = with.loop().now();
                Duration wait = wait(now);
                if (wait.isPositive()) {
                    arm(wait);
                    break;
                }
                if (pace != null) {
                    pace.take(now, with.members().getAsInt());
                }
                inside++;
                next(now);
            }
        } finally {
            serving = false;
            with.metrics().queued(place, queue.size());
            with.metrics().paused(place, pausedUntil.isAfter(with.loop().now()));
        }
    }

    private void next(Instant now) {
        V first = queue.keySet().iterator().next();
        List<V> many = isDigestDue(first, now) ? digestible() : List.of();
        if (many.size() > 1) {
            many.forEach(queue::remove);
            with.digester().digest(this, many);
        } else {
            queue.remove(first);
            first.served();
        }
    }

    private boolean isDigestDue(V first, Instant now) {
        Terms.Digest digest = terms.digest();
        return digest.above() > 0
                && queue.size() > digest.above()
                && !now.isBefore(queue.getOrDefault(first, now).plus(digest.after()));
    }

    private List<V> digestible() {
        var many = new ArrayList<V>();
        for (V visitor : queue.keySet()) {
            if (visitor.mayBeDigested()) {
                many.add(visitor);
            }
            if (many.size() == MOST_IN_DIGEST) {
                break;
            }
        }
        return many;
    }

    private Duration wait(Instant now) {
        if (pausedUntil.isAfter(now)) {
            return Duration.between(now, pausedUntil);
        }
        return pace == null ? Duration.ZERO : pace.wait(now, with.members().getAsInt());
    }

    private void arm(Duration wait) {
        if (timer != null) {
            timer.cancel();
        }
        timer =
                with.loop()
                        .after(
                                wait,
                                () -> {
                                    timer = null;
                                    serve();
                                });
    }

    /// Somebody who was served leaves without having told anything.
    public void left() {
        if (pace != null) {
            pace.giveBack();
        }
        out();
    }

    private void out() {
        inside--;
        serve();
    }

    /// Somebody who was served has told.
    public void succeeded(Duration took) {
        health = health.succeeded(with.loop().now(), took);
        isUp();
        out();
    }

    /// Somebody's message was refused, by a destination that is there.
    public void refused(Health.Failure failure, Duration took) {
        health = health.failed(failure, took);
        isUp();
        out();
    }

    private void isUp() {
        if (failures >= DOWN) {
            back();
            write();
        } else {
            failures = 0;
            widen();
        }
    }

    private void back() {
        failures = 0;
        widen();
        List<V> called = List.copyOf(aside);
        aside.clear();
        called.forEach(Visitor::called);
    }

    private void widen() {
        width = Math.min(terms.atOnce(), width * 2);
    }

    private void write() {
        with.pauses().write(place, new Pause(with.loop().now(), pausedUntil, failures >= DOWN));
    }

    /// Somebody who was served could not tell.
    ///
    /// @param pause for how long the destination wants to be left alone, by everybody
    public void failed(Health.Failure failure, Duration took, Duration pause) {
        health = health.failed(failure, took);
        failures++;
        width = Math.max(1, width / 2);
        pause(with.loop().now().plus(pause));
        Instant written = with.pauses().of(place).map(Pause::until).orElse(Instant.EPOCH);
        if (failures == DOWN || pausedUntil.isAfter(written.plus(GRAIN))) {
            write();
        }
        out();
    }

    private void pause(Instant until) {
        Instant now = with.loop().now();
        if (until.isAfter(now) && until.isAfter(pausedUntil)) {
            pausedUntil = until;
            arm(Duration.between(now, until));
        }
        with.metrics().paused(place, pausedUntil.isAfter(now));
    }
}

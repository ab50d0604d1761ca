package tocsin.server.outbox;

import tocsin.notify.Destination;
import tocsin.notify.Integration;
import tocsin.notify.Receiver;
import tocsin.outbox.Health;
import tocsin.outbox.Letter.State;
import tocsin.outbox.Letters;
import tocsin.outbox.Place;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How each integration of each receiver does: what this member saw of it, and what waits for it on
/// all members.
public final class ReceiverHealth {
    private ReceiverHealth() {}

    /// One integration.
    ///
    /// @param queued groups that wait here for their turn
    /// @param pending letters of all members that will be tried again
    /// @param dead letters of all members that were given up
    /// @param oldest how long the oldest letter has waited
    /// @param pausedUntil until when it asked to be left alone
    public record Line(
            Place place,
            boolean sendResolved,
            Health health,
            int queued,
            int pending,
            int dead,
            Duration oldest,
            Optional<Instant> pausedUntil) {}

    private static final class Backlog {
        private int pending;
        private int dead;
        private Duration oldest = Duration.ZERO;
    }

    /// All of them, in order of the configuration.
    public static List<Line> of(Outgoing outgoing) throws InterruptedException {
        Instant now = outgoing.now();
        Map<Place, Backlog> backlogs = new HashMap<>();
        for (Letters.Entry entry : outgoing.letters()) {
            Backlog backlog = backlogs.computeIfAbsent(Place.of(entry.key()), _ -> new Backlog());
            Duration age = Duration.between(entry.letter().since(), now);
            backlog.oldest = age.compareTo(backlog.oldest) > 0 ? age : backlog.oldest;
            if (entry.letter().state() == State.DEAD) {
                backlog.dead++;
            } else {
                backlog.pending++;
            }
        }
        Map<Place, Destination> known = new HashMap<>();
        outgoing.destinations().forEach(each -> known.put(each.place(), each));
        var lines = new ArrayList<Line>();
        for (Receiver receiver : outgoing.receivers()) {
            for (Integration each : receiver.integrations()) {
                var place = new Place(receiver.name(), each.name(), each.index());
                lines.add(
                        line(
                                place,
                                each,
                                Optional.ofNullable(known.get(place)),
                                backlogs.getOrDefault(place, new Backlog()),
                                now));
            }
        }
        return lines;
    }

    private static Line line(
            Place place,
            Integration integration,
            Optional<Destination> known,
            Backlog backlog,
            Instant now) {
        return new Line(
                place,
                integration.sendResolved(),
                known.map(Destination::health).orElse(Health.UNKNOWN),
                known.map(Destination::queued).orElse(0),
                backlog.pending,
                backlog.dead,
                backlog.oldest,
                known.map(Destination::pausedUntil).filter(until -> until.isAfter(now)));
    }
}

package tocsin.notify;

import tocsin.nflog.LogKey;
import tocsin.outbox.Desk;
import tocsin.outbox.OutboxTerms;
import tocsin.outbox.Place;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The desks of all destinations. What is known of a destination that stays is kept over a reload.
final class Desks {
    private final Desk.With<Courier> with;
    private final Map<Place, Desk<Courier>> desks = new HashMap<>();
    private OutboxTerms terms = OutboxTerms.DEFAULT;

    Desks(Surroundings with) {
        this.with =
                new Desk.With<>(
                        with.loop(),
                        with.letters().metrics(),
                        with.pauses(),
                        () -> with.peers().live().size(),
                        new Digest(with));
        with.pauses()
                .listen((place, pause) -> {
                    Desk<Courier> desk = desks.get(place);
                    if (desk != null) {
                        desk.heard(pause);
                    }
                });
    }

    void use(OutboxTerms newTerms, Set<Place> places) {
        terms = newTerms;
        desks.keySet().retainAll(places);
        desks.forEach((place, desk) -> desk.use(terms.of(place.receiver())));
        places.forEach(this::at);
    }

    Desk<Courier> of(LogKey key) {
        return at(Place.of(key));
    }

    private Desk<Courier> at(Place place) {
        return desks.computeIfAbsent(
                place, _ -> new Desk<>(place, terms.of(place.receiver()), with));
    }

    List<Destination> all() {
        return desks.values().stream()
                .map(desk ->
                        new Destination(
                                desk.place(),
                                desk.terms(),
                                desk.health(),
                                desk.queued(),
                                desk.pausedUntil()))
                .sorted(Comparator.comparing(found -> found.place().toString()))
                .toList();
    }
}

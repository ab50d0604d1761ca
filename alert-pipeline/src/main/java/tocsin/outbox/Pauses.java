package tocsin.outbox;

import tocsin.replica.ReplicatedMap;

import java.util.Optional;
import java.util.function.BiConsumer;

/// What all members know of how destinations want to be treated. Confined to the loop of its map.
public final class Pauses {
    private final ReplicatedMap<Place, Pause> map;

    /// What a map recovered.
    public Pauses(ReplicatedMap<Place, Pause> map) {
        this.map = map;
    }

    /// Adds someone to be told of what members write, this one's too.
    public void listen(BiConsumer<Place, Pause> listener) {
        map.watch((place, _, after) -> after.ifPresent(pause -> listener.accept(place, pause)));
    }

    Optional<Pause> of(Place place) {
        return map.get(place);
    }

    void write(Place place, Pause pause) {
        map.put(place, pause);
    }
}

package tocsin.server.ui;

import tocsin.history.Event;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.pipeline.Explanation;
import tocsin.server.explain.Explaining;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Knows of one alert, by its history only.
final class FakeExplaining implements Explaining {
    private final List<Event> events = new ArrayList<>();

    void happened(Instant at, String detail) {
        events.add(
                Event.of(
                        at,
                        Event.Kind.SILENCED,
                        List.of(Fingerprint.parse("00000000000000aa")),
                        "{}:{}",
                        "pager",
                        detail));
    }

    @Override
    public Optional<Explanation> explain(Fingerprint alert) {
        return Optional.empty();
    }

    @Override
    public List<Event> history(Predicate<Event> wanted, int most) {
        return events.stream().filter(wanted).toList();
    }

    @Override
    public Set<Fingerprint> known(Predicate<Labels> wanted) {
        return Set.of();
    }
}

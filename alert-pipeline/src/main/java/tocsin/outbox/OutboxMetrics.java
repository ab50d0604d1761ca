package tocsin.outbox;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.util.HashMap;
import java.util.Map;

/// The instruments of the outbox. Written on the pipeline's loop; read by whoever scrapes.
public final class OutboxMetrics {
    private static final String[] PLACE = {"receiver", "integration"};

    private final Gauge letters;
    private final Gauge queued;
    private final Gauge paused;
    private final Counter merged;
    private final Counter digests;
    private final Counter digested;
    private final Counter fallbacks;
    private final Counter evicted;
    private final Map<String, Integer> counts = new HashMap<>();
    private int dead;

    /// Instruments in a registry.
    OutboxMetrics(PrometheusRegistry registry) {
        letters =
                Gauge.builder()
                        .name("tocsin_outbox_letters")
                        .help("Notifications that are not told yet, on all members, by state.")
                        .labelNames("receiver", "integration", "state")
                        .register(registry);
        queued =
                gauge(registry, "queued", "Notifications of this member that wait for their turn.");
        paused = gauge(registry, "paused", "Whether the destination asked to be left alone.");
        merged = counter(registry, "merged", "Flushes that took the place of an older untold one.");
        digests = counter(registry, "digests", "Messages that told a backlog at once.");
        digested = counter(registry, "digested_groups", "Groups that were told by a digest.");
        fallbacks = counter(registry, "fallbacks", "Groups handed to a fallback receiver.");
        evicted =
                Counter.builder()
                        .name("tocsin_outbox_dead_letters_evicted_total")
                        .help("Dead letters forgotten because there were too many.")
                        .register(registry);
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder()
                .name("tocsin_outbox_" + name)
                .help(help)
                .labelNames(PLACE)
                .register(registry);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder()
                .name("tocsin_outbox_" + name + "_total")
                .help(help)
                .labelNames(PLACE)
                .register(registry);
    }

    void count(Place place, Letter letter, int change) {
        if (letter.isOpen()) {
            String state = letter.state().word();
            String series = place.receiver() + "\n" + place.integration() + "\n" + state;
            int now = counts.merge(series, change, Integer::sum);
            letters.labelValues(place.receiver(), place.integration(), state).set(now);
            dead += letter.state() == Letter.State.DEAD ? change : 0;
        }
    }

    int dead() {
        return dead;
    }

    void queued(Place place, int size) {
        queued.labelValues(place.receiver(), place.integration()).set(size);
    }

    void paused(Place place, boolean is) {
        paused.labelValues(place.receiver(), place.integration()).set(is ? 1 : 0);
    }

    /// A newer flush took the place of an older one.
    public void merged(Place place) {
        merged.labelValues(place.receiver(), place.integration()).inc();
    }

    /// Many groups were told at once.
    public void digested(Place place, int groups) {
        digests.labelValues(place.receiver(), place.integration()).inc();
        digested.labelValues(place.receiver(), place.integration()).inc(groups);
    }

    /// A group is told to a fallback receiver.
    public void fellBack(Place place) {
        fallbacks.labelValues(place.receiver(), place.integration()).inc();
    }

    void evicted() {
        evicted.inc();
    }
}

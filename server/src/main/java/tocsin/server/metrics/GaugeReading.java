package tocsin.server.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;

import java.util.OptionalDouble;

/// Reads gauges back, for pages that show what is measured anyway.
public final class GaugeReading {
    private final PrometheusRegistry registry;

    /// Of this registry.
    public GaugeReading(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /// The value of a gauge without labels, if there is one of this name.
    public OptionalDouble value(String name) {
        return registry.scrape(name::equals).stream()
                .filter(GaugeSnapshot.class::isInstance)
                .flatMap(snapshot -> ((GaugeSnapshot) snapshot).getDataPoints().stream())
                .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
                .findFirst();
    }
}

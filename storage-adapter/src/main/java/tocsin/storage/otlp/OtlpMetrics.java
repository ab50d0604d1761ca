package tocsin.storage.otlp;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The instruments of OTLP.
public final class OtlpMetrics {
    private final Counter stored;
    private final Counter rejected;

    /// Instruments in a registry.
    public OtlpMetrics(PrometheusRegistry registry) {
        stored = counter(registry, "stored", "Data points of OTLP that were stored.");
        rejected = counter(registry, "rejected", "Data points of OTLP that were refused.");
    }

    private static Counter counter(PrometheusRegistry registry, String what, String help) {
        return Counter.builder()
                .name("tocsin_otlp_points_" + what + "_total")
                .help(help)
                .register(registry);
    }

    void read(long points, long refused) {
        stored.inc(points);
        rejected.inc(refused);
    }
}

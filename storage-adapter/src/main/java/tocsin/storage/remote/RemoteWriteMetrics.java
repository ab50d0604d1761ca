package tocsin.storage.remote;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The instruments of remote write to one target, under upstream's names. The address is shown
/// without what may be secret in it.
public final class RemoteWriteMetrics {
    private static final String PREFIX = "prometheus_remote_storage_samples_";

    final CounterDataPoint sent;
    final CounterDataPoint failed;
    final CounterDataPoint retried;
    final CounterDataPoint dropped;
    final GaugeDataPoint pending;

    /// Instruments in a registry.
    public RemoteWriteMetrics(PrometheusRegistry registry, RemoteWriteSettings settings) {
        String url = Transport.shown(settings.target());
        sent = counter(registry, "total", "Samples sent.", url);
        failed = counter(registry, "failed_total", "Samples that the target refused.", url);
        retried = counter(registry, "retried_total", "Samples sent again.", url);
        dropped = counter(registry, "dropped_total", "Samples refused with a full queue.", url);
        pending =
                Gauge.builder()
                        .name(PREFIX + "pending")
                        .help("Samples that wait to be sent.")
                        .labelNames("url")
                        .register(registry)
                        .labelValues(url);
    }

    private static CounterDataPoint counter(
            PrometheusRegistry registry, String name, String help, String url) {
        return Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames("url")
                .register(registry)
                .labelValues(url);
    }
}

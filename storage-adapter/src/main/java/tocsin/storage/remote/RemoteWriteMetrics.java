package tocsin.storage.remote;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The instruments of remote write, under upstream's names.
public final class RemoteWriteMetrics {
    private static final String PREFIX = "prometheus_remote_storage_samples_";
    private static final String[] LABELS = {"remote_name", "url"};

    private final Counter sent;
    private final Counter failed;
    private final Counter retried;
    private final Counter dropped;
    private final Gauge pending;

    /// Instruments in a registry.
    public RemoteWriteMetrics(PrometheusRegistry registry) {
        sent = counter(registry, "total", "Samples sent.");
        failed = counter(registry, "failed_total", "Samples that the target refused.");
        retried = counter(registry, "retried_total", "Samples sent again.");
        dropped = counter(registry, "dropped_total", "Samples refused with a full queue.");
        pending =
                Gauge.builder()
                        .name(PREFIX + "pending")
                        .help("Samples that wait to be sent.")
                        .labelNames(LABELS)
                        .register(registry);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(LABELS)
                .register(registry);
    }

    /// Those of one target.
    record OfTarget(
            CounterDataPoint sent,
            CounterDataPoint failed,
            CounterDataPoint retried,
            CounterDataPoint dropped,
            GaugeDataPoint pending) {}

    /// The instruments of a target. Its address is shown without what may be secret in it.
    OfTarget of(RemoteWriteSettings settings) {
        String url = Transport.shown(settings.target());
        String name = settings.name();
        return new OfTarget(
                sent.labelValues(name, url),
                failed.labelValues(name, url),
                retried.labelValues(name, url),
                dropped.labelValues(name, url),
                pending.labelValues(name, url));
    }
}

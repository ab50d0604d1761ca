package tocsin.alertmanagers;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The instruments of sending alerts, under upstream's names.
public final class AlertmanagersMetrics {
    private static final String PREFIX = "prometheus_notifications_";
    private static final String LABEL = "alertmanager";

    private final Counter sent;
    private final Counter errors;
    private final Counter dropped;
    private final Gauge length;
    private final Gauge capacity;
    private final Gauge discovered;
    private final Summary latency;
    private final Histogram latencies;

    /// Instruments in a registry.
    public AlertmanagersMetrics(PrometheusRegistry registry) {
        sent = counter(registry, "sent_total", "Alerts sent.");
        errors = counter(registry, "errors_total", "Sent alerts affected by errors.");
        dropped =
                counter(
                        registry,
                        "dropped_total",
                        "Alerts dropped: the queue was full, or the request failed.");
        length =
                gauge("queue_length", "Alerts that wait to be sent.")
                        .labelNames(LABEL)
                        .register(registry);
        capacity =
                gauge("queue_capacity", "Alerts that may wait for each Alertmanager.")
                        .register(registry);
        discovered =
                gauge("alertmanagers_discovered", "Alertmanagers that are sent alerts.")
                        .register(registry);
        latency =
                Summary.builder()
                        .name(PREFIX + "latency_seconds")
                        .help("Time that requests with alerts took.")
                        .quantile(0.5, 0.05)
                        .quantile(0.9, 0.01)
                        .quantile(0.99, 0.001)
                        .labelNames(LABEL)
                        .register(registry);
        latencies =
                Histogram.builder()
                        .name(PREFIX + "latency_histogram_seconds")
                        .help("Time that requests with alerts took.")
                        .labelNames(LABEL)
                        .register(registry);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(LABEL)
                .register(registry);
    }

    private static Gauge.Builder gauge(String name, String help) {
        return Gauge.builder().name(PREFIX + name).help(help);
    }

    /// Those of one Alertmanager.
    record OfOne(
            CounterDataPoint sent,
            CounterDataPoint errors,
            CounterDataPoint dropped,
            GaugeDataPoint length,
            DistributionDataPoint latency,
            DistributionDataPoint latencies) {
        void took(double seconds) {
            latency.observe(seconds);
            latencies.observe(seconds);
        }
    }

    OfOne of(String shown) {
        return new OfOne(
                sent.labelValues(shown),
                errors.labelValues(shown),
                dropped.labelValues(shown),
                length.labelValues(shown),
                latency.labelValues(shown),
                latencies.labelValues(shown));
    }

    /// Forgets one that is gone.
    void forget(String shown) {
        sent.remove(shown);
        errors.remove(shown);
        dropped.remove(shown);
        length.remove(shown);
        latency.remove(shown);
        latencies.remove(shown);
    }

    void capacity(int alerts) {
        capacity.set(alerts);
    }

    void discovered(int alertmanagers) {
        discovered.set(alertmanagers);
    }
}

package tocsin.storage.remote;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The instruments of remote write, under upstream's names.
public final class RemoteWriteMetrics {
    private static final String PREFIX = "prometheus_remote_storage_";
    private static final String[] LABELS = {"remote_name", "url"};

    private final Counter sent;
    private final Counter failed;
    private final Counter retried;
    private final Counter dropped;
    private final Counter bytes;
    private final Gauge pending;
    private final Gauge shards;
    private final Gauge minShards;
    private final Gauge maxShards;
    private final Gauge desired;
    private final Gauge samplesPerSend;
    private final Gauge newestSent;
    private final Histogram took;

    /// Instruments in a registry.
    public RemoteWriteMetrics(PrometheusRegistry registry) {
        sent = counter(registry, "samples_total", "Samples sent.");
        failed = counter(registry, "samples_failed_total", "Samples that the target refused.");
        retried = counter(registry, "samples_retried_total", "Samples sent again.");
        dropped = counter(registry, "samples_dropped_total", "Samples refused with a full queue.");
        bytes = counter(registry, "bytes_total", "Bytes of samples sent, compressed.");
        pending = gauge(registry, "samples_pending", "Samples that wait to be sent.");
        shards = gauge(registry, "shards", "Shards: requests there may be at once.");
        minShards = gauge(registry, "shards_min", "The least number of shards.");
        maxShards = gauge(registry, "shards_max", "The greatest number of shards.");
        desired = gauge(registry, "shards_desired", "Shards that would be needed.");
        samplesPerSend =
                gauge(registry, "max_samples_per_send", "Samples of one request, at most.");
        newestSent =
                gauge(
                        registry,
                        "queue_highest_sent_timestamp_seconds",
                        "The newest sample that was sent.");
        took =
                Histogram.builder()
                        .name(PREFIX + "sent_batch_duration_seconds")
                        .help("How long requests took, those that failed among them.")
                        .labelNames(LABELS)
                        .classicUpperBounds(
                                .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25, 60, 120, 300)
                        .register(registry);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(LABELS)
                .register(registry);
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder().name(PREFIX + name).help(help).labelNames(LABELS).register(registry);
    }

    /// Those of one target.
    record OfTarget(
            CounterDataPoint sent,
            CounterDataPoint failed,
            CounterDataPoint retried,
            CounterDataPoint dropped,
            CounterDataPoint bytes,
            GaugeDataPoint pending,
            GaugeDataPoint shards,
            GaugeDataPoint desired,
            GaugeDataPoint newestSent,
            DistributionDataPoint took) {}

    /// The instruments of a target. Its address is shown without what may be secret in it.
    OfTarget of(RemoteWriteSettings settings) {
        String url = Transport.shown(settings.target());
        String name = settings.name();
        minShards.labelValues(name, url).set(settings.minShards());
        maxShards.labelValues(name, url).set(settings.maxShards());
        samplesPerSend.labelValues(name, url).set(settings.samplesPerMessage());
        return new OfTarget(
                sent.labelValues(name, url),
                failed.labelValues(name, url),
                retried.labelValues(name, url),
                dropped.labelValues(name, url),
                bytes.labelValues(name, url),
                pending.labelValues(name, url),
                shards.labelValues(name, url),
                desired.labelValues(name, url),
                newestSent.labelValues(name, url),
                took.labelValues(name, url));
    }
}

package tocsin.storage.wal;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The instruments of the log, under upstream's names.
public final class WalMetrics {
    private final Summary sync;
    private final Counter completed;
    private final Counter failed;
    private final Counter corruptions;
    private final Counter truncations;
    private final Counter flushes;
    private final Gauge segment;

    private static final String MAIN = "prometheus_tsdb_wal_";
    private static final String LATE = "prometheus_tsdb_out_of_order_wbl_";

    /// Instruments of the main log.
    public WalMetrics(PrometheusRegistry registry) {
        this(registry, MAIN);
    }

    /// Instruments of the log of late samples.
    public static WalMetrics late(PrometheusRegistry registry) {
        return new WalMetrics(registry, LATE);
    }

    private WalMetrics(PrometheusRegistry registry, String prefix) {
        sync =
                Summary.builder()
                        .name(prefix + "fsync_duration_seconds")
                        .help("How long fsync of the log takes.")
                        .quantile(0.5)
                        .quantile(0.9)
                        .quantile(0.99)
                        .register(registry);
        completed =
                counter(
                        registry,
                        prefix + "completed_pages_total",
                        "Pages of the log written full.");
        failed =
                counter(registry, prefix + "writes_failed_total", "Writes to the log that failed.");
        flushes =
                counter(registry, prefix + "page_flushes_total", "Writes of the log to the disk.");
        truncations = counter(registry, prefix + "truncations_total", "Truncations of the log.");
        corruptions =
                counter(registry, prefix + "corruptions_total", "Corrupt parts met in the log.");
        segment =
                Gauge.builder()
                        .name(prefix + "segment_current")
                        .help("The segment of the log that is written.")
                        .register(registry);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    void synced(double seconds) {
        sync.observe(seconds);
    }

    void flushed(long pages) {
        flushes.inc();
        completed.inc(pages);
    }

    void failed() {
        failed.inc();
    }

    void truncated() {
        truncations.inc();
    }

    void corrupt() {
        corruptions.inc();
    }

    void segment(int number) {
        segment.set(number);
    }
}

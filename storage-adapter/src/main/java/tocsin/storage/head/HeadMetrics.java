package tocsin.storage.head;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The instruments of the head, under upstream's names.
public final class HeadMetrics {
    private static final String HEAD = "prometheus_tsdb_head_";

    private final PrometheusRegistry registry;
    private final Counter created;
    private final Counter removed;
    private final Counter appended;
    private final Counter truncations;
    private final CounterDataPoint outOfOrder;
    private final CounterDataPoint tooOld;
    private final CounterDataPoint lateAppended;
    private final Counter outOfBounds;
    private final Counter duplicates;
    private final Counter refusedSeries;

    /// Instruments in a registry.
    public HeadMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        created = counter(registry, HEAD + "series_created_total", "Series created in the head.");
        removed = counter(registry, HEAD + "series_removed_total", "Series dropped by the head.");
        truncations = counter(registry, HEAD + "truncations_total", "Truncations of the head.");
        appended = byType(registry, HEAD + "samples_appended_total", "Samples appended.");
        outOfOrder =
                typed(
                        registry,
                        "prometheus_tsdb_out_of_order_samples_total",
                        "Samples refused as out of order.");
        tooOld =
                typed(
                        registry,
                        "prometheus_tsdb_too_old_samples_total",
                        "Samples refused as older than the out-of-order window.");
        lateAppended =
                typed(
                        registry,
                        HEAD + "out_of_order_samples_appended_total",
                        "Samples appended inside the out-of-order window.");
        outOfBounds =
                counter(
                        registry,
                        "prometheus_tsdb_out_of_bound_samples_total",
                        "Samples refused as older than the head.");
        duplicates =
                counter(
                        registry,
                        "tocsin_storage_duplicate_samples_total",
                        "Samples refused because another value has their time.");
        refusedSeries =
                counter(
                        registry,
                        "tocsin_storage_refused_series_total",
                        "Samples refused for a limit on series or labels.");
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    private static CounterDataPoint typed(PrometheusRegistry registry, String name, String help) {
        return byType(registry, name, help).labelValues("float");
    }

    private static Counter byType(PrometheusRegistry registry, String name, String help) {
        return Counter.builder().name(name).help(help).labelNames("type").register(registry);
    }

    /// Shows what a head holds.
    void watch(Head head) {
        gauge(HEAD + "series", "Series in the head.", head::seriesCount);
        gauge(HEAD + "min_time", "The oldest sample of the head.", () -> head.bounds().oldest());
        gauge(HEAD + "max_time", "The newest sample of the head.", () -> head.bounds().newest());
    }

    private void gauge(String name, String help, java.util.function.LongSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    void created() {
        created.inc();
    }

    void removed(int series) {
        removed.inc(series);
        truncations.inc();
    }

    void refusedSeries() {
        refusedSeries.inc();
    }

    void appended(long floats, long histograms, long late) {
        appended.labelValues("float").inc(floats);
        appended.labelValues("histogram").inc(histograms);
        lateAppended.inc(late);
    }

    void refused(Verdict verdict) {
        switch (verdict) {
            case OUT_OF_ORDER -> outOfOrder.inc();
            case OUT_OF_BOUNDS -> outOfBounds.inc();
            case TOO_OLD -> tooOld.inc();
            case DUPLICATE -> duplicates.inc();
            case STORED, STORED_LATE, SAME, SERIES_GONE -> {}
        }
    }
}

package tocsin.promql.eval;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.util.function.LongSupplier;

/// The instruments of an engine, under upstream's names, and what its global budget holds.
public final class EngineMetrics {
    private static final double NANOS = 1e9;

    private final PrometheusRegistry registry;
    private final Gauge running;
    private final Gauge most;
    private final Gauge waiting;
    private final Counter refused;
    private final Counter looked;
    private final Counter read;
    private final Counter shared;
    private final Summary seconds;

    /// Instruments in a registry.
    public EngineMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        running = gauge("prometheus_engine_queries", "Queries that run or wait until they may.");
        most =
                gauge(
                        "prometheus_engine_queries_concurrent_max",
                        "How many queries may run at once.");
        waiting =
                gauge(
                        "tocsin_promql_queries_waiting",
                        "Queries that wait until others have ended.");
        refused =
                counter(
                        "tocsin_promql_queries_refused_total",
                        "Queries refused because too many were waiting already.");
        looked =
                counter(
                        "prometheus_engine_query_samples_total",
                        "Samples looked at by queries, each as often as it was.");
        read =
                counter(
                        "prometheus_engine_query_samples_read_total",
                        "Samples read from storage by queries.");
        shared =
                counter(
                        "tocsin_promql_shared_results_total",
                        "Expressions whose result another rule of the group had found.");
        seconds =
                Summary.builder()
                        .name("prometheus_engine_query_duration_seconds")
                        .help("How long queries took, by part.")
                        .labelNames("slice")
                        .quantile(0.5)
                        .quantile(0.9)
                        .quantile(0.99)
                        .register(registry);
    }

    private Gauge gauge(String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }

    private Counter counter(String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    void watch(int maxConcurrency, LongSupplier held) {
        most.set(maxConcurrency);
        GaugeWithCallback.builder()
                .name("tocsin_promql_samples_held")
                .help("Samples that all running queries hold together.")
                .callback(callback -> callback.call((double) held.getAsLong()))
                .register(registry);
    }

    void shared() {
        shared.inc();
    }

    void waits(int more) {
        waiting.inc(more);
    }

    void refused() {
        refused.inc();
    }

    void began() {
        running.inc();
    }

    void ended() {
        running.dec();
    }

    void evaluated(long queuedNanos, long nanos, Result.Stats stats) {
        seconds.labelValues("queue_time").observe(queuedNanos / NANOS);
        seconds.labelValues("inner_eval").observe(nanos / NANOS);
        looked.inc(stats.queryableSamples());
        read.inc(stats.samplesRead());
    }
}

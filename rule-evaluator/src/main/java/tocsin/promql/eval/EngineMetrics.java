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
    private final Counter looked;
    private final Counter read;
    private final Counter shared;
    private final Summary seconds;

    /// Instruments in a registry.
    public EngineMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        running =
                Gauge.builder()
                        .name("prometheus_engine_queries")
                        .help("Queries that run or wait for samples.")
                        .register(registry);
        most =
                Gauge.builder()
                        .name("prometheus_engine_queries_concurrent_max")
                        .help("How many queries may run at once.")
                        .register(registry);
        looked =
                Counter.builder()
                        .name("prometheus_engine_query_samples_total")
                        .help("Samples looked at by queries, each as often as it was.")
                        .register(registry);
        read =
                Counter.builder()
                        .name("prometheus_engine_query_samples_read_total")
                        .help("Samples read from storage by queries.")
                        .register(registry);
        shared =
                Counter.builder()
                        .name("tocsin_promql_shared_results_total")
                        .help("Expressions whose result another rule of the group had found.")
                        .register(registry);
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

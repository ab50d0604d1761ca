package tocsin.server.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.loop.LoopThread;
import tocsin.loop.LoopThread.Load;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// How busy the loops are, and what they had to refuse: by them an operator sees which of the
/// states that have one owner is the bottleneck.
public final class LoopMetrics {
    private LoopMetrics() {}

    /// Registers the metrics of the loops given, each under its name.
    public static void register(PrometheusRegistry registry, List<LoopThread> loops) {
        gauge(registry, loops, "tocsin_loop_tasks_waiting", "Tasks that wait.", Load::waiting);
        gauge(registry, loops, "tocsin_loop_tasks_limit", "Tasks that may wait.", Load::limit);
        gauge(registry, loops, "tocsin_loop_timers", "Timers that are set.", Load::timers);
        counter(
                registry,
                loops,
                "tocsin_loop_tasks_refused_total",
                "Tasks refused because the limit waited, or the loop was closed.",
                Load::refused);
        counter(
                registry,
                loops,
                "tocsin_loop_tasks_failed_total",
                "Tasks that threw; the loop went on.",
                Load::failed);
        counter(
                registry,
                loops,
                "tocsin_loop_busy_seconds_total",
                "Time spent in tasks; a second a second is a loop that can do no more.",
                load -> load.busyNanos() / 1e9);
    }

    private static void gauge(
            PrometheusRegistry registry,
            List<LoopThread> loops,
            String name,
            String help,
            ToDoubleFunction<Load> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("loop")
                .callback(callback ->
                        loops.forEach(loop -> {
                            Load load = loop.load();
                            callback.call(value.applyAsDouble(load), load.name());
                        }))
                .register(registry);
    }

    private static void counter(
            PrometheusRegistry registry,
            List<LoopThread> loops,
            String name,
            String help,
            ToDoubleFunction<Load> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("loop")
                .callback(callback ->
                        loops.forEach(loop -> {
                            Load load = loop.load();
                            callback.call(value.applyAsDouble(load), load.name());
                        }))
                .register(registry);
    }
}

package tocsin.mesh;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What the mesh counts, by map.
final class MeshMetrics {
    private static final String MAP = "map";

    final Counter sent;
    final Counter received;
    final Counter repeated;
    final Counter unconfirmed;
    final Counter refused;
    final Counter repairs;
    final Counter skewed;
    final Counter dropped;
    final Gauge entries;
    final Gauge unlogged;
    final Gauge skew;

    private final PrometheusRegistry registry;

    MeshMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        sent = counter("entries_sent", "Entries sent to peers.", MAP);
        received = counter("entries_received", "Entries peers sent.", MAP);
        repeated = counter("deltas_repeated", "Deltas not acknowledged.", MAP);
        unconfirmed = counter("writes_unconfirmed", "Writes answered before a peer had them.", MAP);
        refused = counter("refused", "Frames and entries that could not be taken.", "reason");
        repairs = counter("repairs", "Comparisons with a peer that found a difference.", MAP);
        skewed = counter("stamps_ahead", "Entries stamped by a clock far ahead of this.", MAP);
        dropped = counter("queued_dropped", "Changes not sent as too many waited.", MAP);
        entries = gauge("entries", "Entries of a replicated map.", MAP);
        unlogged = gauge("entries_unlogged", "Entries that the disk has refused.", MAP);
        skew = gauge("clock_skew_seconds", "How far a peer's clock is ahead of this.", "peer");
    }

    private Gauge gauge(String name, String help, String label) {
        return Gauge.builder()
                .name("tocsin_mesh_" + name)
                .help(help)
                .labelNames(label)
                .register(registry);
    }

    private Counter counter(String name, String help, String label) {
        return Counter.builder()
                .name("tocsin_mesh_" + name + "_total")
                .help(help)
                .labelNames(label)
                .register(registry);
    }
}

package tocsin.mesh;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What the mesh counts, by map.
final class MeshMetrics {
    final Counter sent;
    final Counter received;
    final Counter repeated;
    final Counter unconfirmed;
    final Counter refused;
    final Counter repairs;
    final Counter skewed;
    final Gauge entries;

    MeshMetrics(PrometheusRegistry registry) {
        sent = counter(registry, "entries_sent_total", "Entries sent to peers.", "map");
        received = counter(registry, "entries_received_total", "Entries peers sent.", "map");
        repeated = counter(registry, "deltas_repeated_total", "Deltas not acknowledged.", "map");
        unconfirmed =
                counter(
                        registry,
                        "writes_unconfirmed_total",
                        "Writes answered before any peer had confirmed them.",
                        "map");
        refused =
                counter(
                        registry,
                        "refused_total",
                        "Frames and entries from peers that could not be taken.",
                        "reason");
        repairs =
                counter(
                        registry,
                        "repairs_total",
                        "Comparisons with a peer that found a difference.",
                        "map");
        skewed =
                counter(
                        registry,
                        "stamps_ahead_total",
                        "Entries stamped by a clock that runs far ahead of this one.",
                        "map");
        entries =
                Gauge.builder()
                        .name("tocsin_mesh_entries")
                        .help("Entries of a replicated map.")
                        .labelNames("map")
                        .register(registry);
    }

    private static Counter counter(
            PrometheusRegistry registry, String name, String help, String label) {
        return Counter.builder()
                .name("tocsin_mesh_" + name)
                .help(help)
                .labelNames(label)
                .register(registry);
    }
}

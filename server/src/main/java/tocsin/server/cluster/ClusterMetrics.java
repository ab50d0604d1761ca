package tocsin.server.cluster;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.durable.DurableLog;
import tocsin.mesh.Links;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;

/// Upstream's metrics of the cluster, and those of the logs.
public final class ClusterMetrics {
    private final PrometheusRegistry registry;

    /// Registers here.
    public ClusterMetrics(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /// The members of a mesh.
    public void members(Links links, boolean enabled) {
        gauge(
                "alertmanager_cluster_enabled",
                "Indicates whether the clustering is enabled or not.",
                () -> enabled ? 1 : 0);
        if (!enabled) {
            return;
        }
        gauge(
                "alertmanager_cluster_members",
                "Number indicating current number of members in cluster.",
                () -> links.peers().size() + 1.0);
        gauge(
                "alertmanager_cluster_failed_peers",
                "Number indicating the current number of failed peers in the cluster.",
                links::failed);
        gauge(
                "alertmanager_cluster_health_score",
                "Health score of the cluster. Lower values are better and zero means 'totally"
                        + " healthy'.",
                links::unwell);
        gauge(
                "alertmanager_peer_position",
                "Position the Alertmanager instance believes it's in. The position determines a"
                        + " peer's behavior in the cluster.",
                () -> position(links));
        GaugeWithCallback.builder()
                .name("alertmanager_cluster_peer_info")
                .help("A metric with a constant '1' value labeled by peer name.")
                .labelNames("peer")
                .callback(gauge -> gauge.call(1, links.self()))
                .register(registry);
        comingsAndGoings(links);
    }

    private static double position(Links links) {
        return links.peers().stream()
                .filter(peer -> peer.name().compareTo(links.self()) < 0)
                .count();
    }

    private void comingsAndGoings(Links links) {
        Counter joined = counter("alertmanager_cluster_peers_joined", "joined");
        Counter left = counter("alertmanager_cluster_peers_left", "left");
        AtomicReference<Set<String>> before = new AtomicReference<>(Set.of());
        Runnable look =
                () -> {
                    Set<String> now = new HashSet<>();
                    links.peers().forEach(peer -> now.add(peer.name()));
                    Set<String> then = before.getAndSet(now);
                    joined.inc(now.stream().filter(name -> !then.contains(name)).count());
                    left.inc(then.stream().filter(name -> !now.contains(name)).count());
                };
        links.watch(look);
        look.run();
    }

    private Counter counter(String name, String what) {
        return Counter.builder()
                .name(name + "_total")
                .help("A counter of the number of peers that have " + what + ".")
                .register(registry);
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> gauge.call(value.getAsDouble()))
                .register(registry);
    }

    /// The logs of maps, by name; the map may grow.
    public void logs(Map<String, DurableLog> logs) {
        byMap("tocsin_log_size_bytes", "Bytes of a map's log.", logs, DurableLog::size);
        byMap(
                "tocsin_log_lost_bytes",
                "Bytes of a map's log that were found broken at the start.",
                logs,
                DurableLog::lost);
        byMap(
                "tocsin_log_refused",
                "Whether the disk refuses a map's writes at present.",
                logs,
                log -> log.trouble().isPresent() ? 1 : 0);
    }

    private void byMap(
            String name,
            String help,
            Map<String, DurableLog> logs,
            java.util.function.ToDoubleFunction<DurableLog> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("map")
                .callback(gauge ->
                        List.copyOf(logs.entrySet())
                                .forEach(log ->
                                        gauge.call(
                                                value.applyAsDouble(log.getValue()), log.getKey())))
                .register(registry);
    }
}

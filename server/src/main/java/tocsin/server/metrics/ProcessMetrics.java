package tocsin.server.metrics;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Instant;

/// What every process tells of itself: build, JVM, and how the last load of the configuration went.
public final class ProcessMetrics {
    private final Gauge reloadSuccess;
    private final Gauge reloadTime;
    private final Gauge configHash;
    private final Gauge quarantined;

    /// Registers the metrics.
    ///
    /// @param alertmanager the version that clients of Alertmanager shall see
    public ProcessMetrics(PrometheusRegistry registry, String version, String alertmanager) {
        JvmMetrics.builder().register(registry);
        build(registry, "alertmanager_build", alertmanager);
        build(registry, "tocsin_build", version);
        reloadSuccess =
                Gauge.builder()
                        .name("alertmanager_config_last_reload_successful")
                        .help("Whether the last configuration reload attempt was successful.")
                        .register(registry);
        reloadTime =
                Gauge.builder()
                        .name("alertmanager_config_last_reload_success_timestamp_seconds")
                        .help("Timestamp of the last successful configuration reload.")
                        .register(registry);
        configHash =
                Gauge.builder()
                        .name("alertmanager_config_hash")
                        .help("Hash of the currently loaded alertmanager configuration.")
                        .register(registry);
        quarantined =
                Gauge.builder()
                        .name("tocsin_rule_files_quarantined")
                        .help("Rule files with errors, whose last good version runs if any does.")
                        .register(registry);
    }

    /// Rule files that are not used as they are.
    public void quarantined(int files) {
        quarantined.set(files);
    }

    private static void build(PrometheusRegistry registry, String name, String version) {
        Info.builder()
                .name(name)
                .help("The build that runs.")
                .labelNames("version", "revision", "branch", "goversion")
                .register(registry)
                .setLabelValues(version, "unknown", "main", System.getProperty("java.version"));
    }

    /// A configuration was loaded.
    public void loaded(Instant at, long hash) {
        reloadSuccess.set(1);
        reloadTime.set((double) at.getEpochSecond());
        configHash.set((double) (hash & 0xffff_ffff_ffffL));
    }

    /// A configuration was refused.
    public void refused() {
        reloadSuccess.set(0);
    }
}

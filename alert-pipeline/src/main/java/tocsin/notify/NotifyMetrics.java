package tocsin.notify;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Duration;

/// The instruments of notification, under upstream's names.
public final class NotifyMetrics {
    private static final String INTEGRATION = "integration";

    private final Counter notifications;
    private final Counter failed;
    private final Counter suppressed;
    private final Counter requests;
    private final Counter requestsFailed;
    private final Histogram latency;
    private final Counter unheard;

    /// Instruments in a registry.
    public NotifyMetrics(PrometheusRegistry registry) {
        notifications =
                counter(registry, "notifications_total", "Notifications begun.", INTEGRATION);
        failed =
                counter(
                        registry,
                        "notifications_failed_total",
                        "Notifications given up.",
                        INTEGRATION,
                        "reason");
        suppressed =
                counter(
                        registry,
                        "notifications_suppressed_total",
                        "Alerts not told because something muted them.",
                        "reason");
        requests =
                counter(registry, "notification_requests_total", "Attempts to tell.", INTEGRATION);
        requestsFailed =
                counter(
                        registry,
                        "notification_requests_failed_total",
                        "Attempts to tell that failed.",
                        INTEGRATION);
        latency = latency(registry);
        unheard =
                Counter.builder()
                        .name("tocsin_claims_unheard_total")
                        .help(
                                "Claims that no other member had heard of in time; sent all the"
                                        + " same.")
                        .register(registry);
        for (Muting.Cause cause : Muting.Cause.values()) {
            suppressed.initLabelValues(cause.word());
        }
    }

    private static Histogram latency(PrometheusRegistry registry) {
        return Histogram.builder()
                .name("alertmanager_notification_latency_seconds")
                .help("How long an attempt took.")
                .labelNames(INTEGRATION)
                .classicUpperBounds(1, 5, 10, 15, 20)
                .register(registry);
    }

    private static Counter counter(
            PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder()
                .name("alertmanager_" + name)
                .help(help)
                .labelNames(labels)
                .register(registry);
    }

    /// Makes the series of an integration exist at zero.
    public void expect(String integration) {
        notifications.initLabelValues(integration);
        requests.initLabelValues(integration);
        requestsFailed.initLabelValues(integration);
        latency.initLabelValues(integration);
        for (Delivery.Reason reason : Delivery.Reason.values()) {
            failed.initLabelValues(integration, reason.label());
        }
    }

    void begun(String integration) {
        notifications.labelValues(integration).inc();
    }

    void attempted(String integration, Duration took, boolean success) {
        requests.labelValues(integration).inc();
        latency.labelValues(integration).observe(took.toNanos() / 1e9);
        if (!success) {
            requestsFailed.labelValues(integration).inc();
        }
    }

    void gaveUp(String integration, Delivery.Reason reason) {
        failed.labelValues(integration, reason.label()).inc();
    }

    void muted(Muting.Cause cause, int alerts) {
        suppressed.labelValues(cause.word()).inc(alerts);
    }

    void unheard() {
        unheard.inc();
    }
}

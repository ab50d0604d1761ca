package tocsin.server.api;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.alert.Alert;
import tocsin.server.api.AlertBounds.Bound;

import java.time.Instant;
import java.util.List;

/// What came in through the API.
public final class ApiMetrics {
    private final Counter received;
    private final Counter invalid;
    private final Counter oversized;

    /// Registers the metrics.
    public ApiMetrics(PrometheusRegistry registry) {
        received =
                Counter.builder()
                        .name("alertmanager_alerts_received_total")
                        .help("The total number of received alerts.")
                        .labelNames("status", "version")
                        .register(registry);
        received.initLabelValues("firing", "v2");
        received.initLabelValues("resolved", "v2");
        invalid =
                Counter.builder()
                        .name("alertmanager_alerts_invalid_total")
                        .help("The total number of received alerts that were invalid.")
                        .labelNames("version")
                        .register(registry);
        invalid.initLabelValues("v2");
        oversized =
                Counter.builder()
                        .name("tocsin_alerts_oversized_total")
                        .help("Alerts refused because one of the bounds of an alert was broken.")
                        .labelNames("reason")
                        .register(registry);
        for (Bound bound : Bound.values()) {
            oversized.initLabelValues(bound.word());
        }
    }

    void received(List<Alert> alerts, Instant now) {
        long resolved = 0;
        for (Alert alert : alerts) {
            resolved += alert.isResolved(now) ? 1 : 0;
        }
        received.labelValues("resolved", "v2").inc(resolved);
        received.labelValues("firing", "v2").inc(alerts.size() - resolved);
    }

    /// Those too large are invalid ones as well.
    void refused(Refusals refusals) {
        invalid.labelValues("v2").inc(refusals.count());
        refusals.oversized()
                .forEach((bound, count) -> oversized.labelValues(bound.word()).inc(count));
    }
}

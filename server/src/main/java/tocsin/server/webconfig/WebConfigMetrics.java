package tocsin.server.webconfig;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Instant;

/// Whether the file is good, whom the guard turned away, and when the certificate ends.
final class WebConfigMetrics {
    private final Gauge good;
    private final Gauge validUntil;
    private final Counter turnedAway;

    WebConfigMetrics(PrometheusRegistry registry) {
        good =
                Gauge.builder()
                        .name("tocsin_web_config_last_reload_successful")
                        .help("Whether the web configuration and its files are good as they are.")
                        .register(registry);
        validUntil =
                Gauge.builder()
                        .name("tocsin_web_certificate_not_after_timestamp_seconds")
                        .help("When the server's certificate ends; 0 without one.")
                        .register(registry);
        turnedAway =
                Counter.builder()
                        .name("tocsin_web_requests_turned_away_total")
                        .help("Requests that the web configuration did not let in.")
                        .labelNames("reason")
                        .register(registry);
        for (String reason : new String[] {"unauthorized", "busy", "rate_limit"}) {
            turnedAway.initLabelValues(reason);
        }
    }

    void read(boolean isGood) {
        good.set(isGood ? 1 : 0);
    }

    void certificate(Instant until) {
        validUntil.set((double) until.getEpochSecond());
    }

    void turnedAway(String reason) {
        turnedAway.labelValues(reason).inc();
    }
}

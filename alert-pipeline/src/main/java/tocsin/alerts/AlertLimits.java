package tocsin.alerts;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// How many alerts there may be: in total, and of one name. What is over a limit is refused,
/// counted and logged once per limit until there is room again; what is known already is never
/// refused.
public final class AlertLimits {
    private static final Logger LOG = LoggerFactory.getLogger(AlertLimits.class);

    private final int total;
    private final int perName;
    private final Counter limited;
    private final Map<String, Set<Fingerprint>> names = new HashMap<>();
    private boolean told;

    /// Limits; zero is none.
    public AlertLimits(int total, int perName, PrometheusRegistry registry) {
        this.total = total;
        this.perName = perName;
        limited =
                Counter.builder()
                        .name("alertmanager_alerts_limited_total")
                        .help("Alerts refused because there were too many.")
                        .register(registry);
        Gauge.builder()
                .name("alertmanager_alerts_per_alert_limit")
                .help("How many alerts one name may have; 0 is without limit.")
                .register(registry)
                .set(perName);
    }

    /// Whether there is room for an alert that is not known yet.
    boolean admit(Alert alert, AlertStore store, Instant now) {
        if ((total > 0 && store.size() >= total) || !hasRoom(alert.name(), store, now)) {
            limited.inc();
            if (!told) {
                LOG.atWarn()
                        .addKeyValue("alert", alert.labels())
                        .addKeyValue("known", store.size())
                        .log("Too many alerts, dropping new ones");
                told = true;
            }
            return false;
        }
        told = false;
        return true;
    }

    /// Alerts that have ended make room. The bucket is looked through only when it is full, so the
    /// cost is bounded by the limit.
    private boolean hasRoom(String name, AlertStore store, Instant now) {
        Set<Fingerprint> bucket = names.get(name);
        if (perName <= 0 || bucket == null || bucket.size() < perName) {
            return true;
        }
        bucket.removeIf(id -> {
            Alert alert = store.get(id);
            return alert == null || alert.isResolved(now);
        });
        return bucket.size() < perName;
    }

    void added(Alert alert) {
        if (perName > 0) {
            names.computeIfAbsent(alert.name(), _ -> new HashSet<>()).add(alert.fingerprint());
        }
    }

    void removed(Alert alert) {
        Set<Fingerprint> bucket = names.get(alert.name());
        if (bucket != null && bucket.remove(alert.fingerprint()) && bucket.isEmpty()) {
            names.remove(alert.name());
        }
    }
}

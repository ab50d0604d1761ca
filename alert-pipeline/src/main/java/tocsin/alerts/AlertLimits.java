package tocsin.alerts;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// How many alerts there may be: in total, and of one name. What is over a limit is refused,
/// counted and logged once per limit, or name, until there is room again; what is known already is
/// never refused.
public final class AlertLimits {
    private static final Logger LOG = LoggerFactory.getLogger(AlertLimits.class);

    /// How many names are counted one by one; those beyond are counted together.
    private static final int NAMES = 1_000;

    private static final String OTHER_NAMES = "(others)";

    private final int total;
    private final int perName;
    private final boolean byName;
    private final Counter limited;
    private final Counter nameLimited;
    private final Map<String, Set<Fingerprint>> names = new HashMap<>();
    private final Set<String> counted = new HashSet<>();
    private final Set<String> fullNames = new HashSet<>();
    private boolean full;

    /// Limits; zero is none.
    ///
    /// @param byName whether what is over the limit of its name is counted by name
    public AlertLimits(int total, int perName, boolean byName, PrometheusRegistry registry) {
        this.total = total;
        this.perName = perName;
        this.byName = byName;
        limited =
                Counter.builder()
                        .name("tocsin_alerts_limited_total")
                        .help("Alerts refused because there were too many in total.")
                        .register(registry);
        nameLimited =
                Counter.builder()
                        .name("alertmanager_alerts_limited_total")
                        .help("Alerts refused because there were too many of their name.")
                        .labelNames(byName ? new String[] {"alertname"} : new String[0])
                        .register(registry);
        Gauge.builder()
                .name("alertmanager_alerts_per_alert_limit")
                .help("How many alerts one name may have; 0 is without limit.")
                .register(registry)
                .set(perName);
    }

    /// Whether there is room for an alert that is not known yet.
    boolean admit(Alert alert, AlertStore store, Instant now) {
        if (total > 0 && store.size() >= total) {
            limited.inc();
            if (!full) {
                warn(alert).addKeyValue("limit", total).log("Too many alerts, dropping new ones");
            }
            full = true;
            return false;
        }
        full = false;
        if (!hasRoom(alert.name(), store, now)) {
            countByName(alert.name());
            if (fullNames.size() < NAMES && fullNames.add(alert.name())) {
                warn(alert)
                        .addKeyValue("limit", perName)
                        .log("Too many alerts of one name, dropping new ones");
            }
            return false;
        }
        fullNames.remove(alert.name());
        return true;
    }

    private static LoggingEventBuilder warn(Alert refused) {
        return LOG.atWarn().addKeyValue("alert", refused.labels());
    }

    private void countByName(String name) {
        if (!byName) {
            nameLimited.inc();
            return;
        }
        boolean single = counted.contains(name) || (counted.size() < NAMES && counted.add(name));
        nameLimited.labelValues(single ? name : OTHER_NAMES).inc();
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

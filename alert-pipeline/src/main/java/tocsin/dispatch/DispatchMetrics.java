package tocsin.dispatch;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.alert.Alert;

import java.util.function.IntSupplier;

/// The instruments of dispatching, under upstream's names.
final class DispatchMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Counter limitReached;
    private final Counter expired;

    DispatchMetrics(PrometheusRegistry registry, IntSupplier groups) {
        limitReached =
                Counter.builder()
                        .name("alertmanager_dispatcher_aggregation_group_limit_reached_total")
                        .help("Alerts that found no room for a new group.")
                        .register(registry);
        expired =
                Counter.builder()
                        .name("tocsin_alerts_expired_total")
                        .help("Alerts that ended because nobody spoke of them again in time.")
                        .register(registry);
        GaugeWithCallback.builder()
                .name("alertmanager_dispatcher_aggregation_groups")
                .help("The number of groups.")
                .callback(callback -> callback.call(groups.getAsInt()))
                .register(registry);
    }

    void expired() {
        expired.inc();
    }

    void limitReached(Alert alert) {
        limitReached.inc();
        LOG.atError()
                .addKeyValue("alert", alert.labels())
                .log("too many aggregation groups, cannot create new group for alert");
    }
}

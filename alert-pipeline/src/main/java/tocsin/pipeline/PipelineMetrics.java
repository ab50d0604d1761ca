package tocsin.pipeline;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.alert.Alert;
import tocsin.loop.EventLoop;
import tocsin.silence.Silence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The pipeline's instruments, under upstream's names. What has to be counted is counted when
/// somebody asks, some alerts at a time, so that nothing waits for it; a loop that is too busy to
/// answer within a second shows what it showed before.
final class PipelineMetrics {
    private static final long PATIENCE_MILLIS = 1_000;
    private static final int AT_ONCE = 1_000;

    private final EventLoop loop;
    private final Views views;
    private final Gauge rules;
    private final Gauge integrations;
    private final Gauge receivers;
    private volatile Counted last = new Counted(new Counts(0, 0, 0, 0, 0), Long.MIN_VALUE);

    /// How many alerts and silences are in which state.
    record Counts(int active, int suppressed, int silencesActive, int pending, int expired) {}

    /// @param second in which it was counted: both gauges of one scrape show one count
    private record Counted(Counts counts, long second) {}

    PipelineMetrics(PrometheusRegistry registry, EventLoop loop, Views views) {
        this.loop = loop;
        this.views = views;
        GaugeWithCallback.builder()
                .name("alertmanager_alerts")
                .help("Alerts that have not ended, by state.")
                .labelNames("state")
                .callback(callback -> {
                    Counts now = count();
                    callback.call(now.active(), "active");
                    callback.call(now.suppressed(), "suppressed");
                    callback.call(0, "unprocessed");
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("alertmanager_silences")
                .help("Silences by state.")
                .labelNames("state")
                .callback(callback -> {
                    Counts now = count();
                    callback.call(now.silencesActive(), "active");
                    callback.call(now.pending(), "pending");
                    callback.call(now.expired(), "expired");
                })
                .register(registry);
        rules = gauge(registry, "alertmanager_inhibition_rules", "Inhibition rules.");
        integrations = gauge(registry, "alertmanager_integrations", "Integrations in use.");
        receivers = gauge(registry, "alertmanager_receivers", "Receivers in use.");
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }

    private Counts count() {
        long second = TimeUnit.NANOSECONDS.toSeconds(loop.monotonicNanos());
        if (last.second() == second) {
            return last.counts();
        }
        try {
            last = new Counted(counted(), second);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            return last.counts();
        }
        return last.counts();
    }

    private Counts counted() throws InterruptedException, ExecutionException, TimeoutException {
        List<Alert> firing = ask(views::firing);
        int muted = 0;
        for (int from = 0; from < firing.size(); from += AT_ONCE) {
            List<Alert> some = firing.subList(from, Math.min(firing.size(), from + AT_ONCE));
            muted += ask(() -> views.muted(some));
        }
        int suppressed = muted;
        return ask(() ->
                new Counts(
                        firing.size() - suppressed,
                        suppressed,
                        views.silences(Silence.State.ACTIVE),
                        views.silences(Silence.State.PENDING),
                        views.silences(Silence.State.EXPIRED)));
    }

    private <T> T ask(Supplier<T> question)
            throws InterruptedException, ExecutionException, TimeoutException {
        return loop.ask(question).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    void configured(PipelineConfig config) {
        rules.set(config.inhibitRules().size());
        Set<String> used = new HashSet<>();
        config.route().walk(route -> used.add(route.receiver()));
        receivers.set(used.size());
        integrations.set(
                config.receivers().stream()
                        .filter(receiver -> used.contains(receiver.name()))
                        .mapToInt(receiver -> receiver.integrations().size())
                        .sum());
    }
}

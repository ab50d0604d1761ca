package tocsin.server.api;

import tocsin.alert.Alert;
import tocsin.alert.AlertPool;
import tocsin.durable.NotDurableException;
import tocsin.server.http.Shortcut;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/// The short way of `POST /api/v2/alerts`. A body that [QuickPosts] does not understand goes the
/// long way to [AlertsResource], and so does one with an alert out of bounds, or that finds the
/// pipeline or the disk full, for the words of refusal.
public final class AlertsShortcut implements Shortcut {
    private static final Map<String, String> HEADERS =
            Map.of("Cache-Control", "no-store", "Vary", "Origin");
    private static final Map<String, String> FOREIGN_HEADERS =
            Map.of(
                    "Cache-Control",
                    "no-store",
                    "Vary",
                    "Origin",
                    "Access-Control-Allow-Origin",
                    "*");

    private final Alerting alerting;
    private final AlertPool pool;
    private final AlertBounds bounds;
    private final ApiMetrics metrics;

    /// A shortcut into this pipeline.
    public AlertsShortcut(
            Alerting alerting, AlertPool pool, AlertBounds bounds, ApiMetrics metrics) {
        this.alerting = alerting;
        this.pool = pool;
        this.bounds = bounds;
        this.metrics = metrics;
    }

    @Override
    public String path() {
        return "/api/v2/alerts";
    }

    @Override
    public Outcome take(byte[] body, int length) throws InterruptedException {
        Instant now = alerting.now();
        Optional<List<Alert>> read =
                QuickPosts.read(body, length, pool, now, alerting.resolveTimeout());
        if (read.isEmpty() || !areWithinBounds(read.get())) {
            return new NotTaken();
        }
        List<Alert> alerts = read.get();
        int leftOut;
        try {
            leftOut = alerts.isEmpty() ? 0 : alerting.put(alerts);
        } catch (RejectedExecutionException | NotDurableException _) {
            return new NotTaken();
        }
        metrics.received(alerts, now);
        return leftOut == 0
                ? new Taken()
                : new TakenInPart(
                        ApiException.quoted(Refusals.noRoom(leftOut, alerts.size())) + "\n");
    }

    private boolean areWithinBounds(List<Alert> alerts) {
        for (Alert alert : alerts) {
            if (bounds.excess(alert).isPresent()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Map<String, String> headers(boolean isForeign) {
        return isForeign ? FOREIGN_HEADERS : HEADERS;
    }
}

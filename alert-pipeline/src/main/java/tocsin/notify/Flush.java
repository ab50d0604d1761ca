package tocsin.notify;

import tocsin.alert.Alert;
import tocsin.labels.Labels;
import tocsin.routing.Route;

import java.time.Instant;
import java.util.List;

/// A group at the instant it is looked at.
///
/// @param key the group's key, as integrations know it
/// @param route with the intervals and the receiver's name
/// @param alerts in upstream's order; each fires or is resolved
/// @param now the flush's nominal instant, by which time intervals and repetition are judged
/// @param version counts the group's flushes, on all members together
public record Flush(
        String key,
        Route route,
        Labels groupLabels,
        List<Alert> alerts,
        Instant now,
        long version) {
    /// Copies the alerts.
    public Flush {
        alerts = List.copyOf(alerts);
    }
}

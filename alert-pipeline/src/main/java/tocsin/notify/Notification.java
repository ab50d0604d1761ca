package tocsin.notify;

import tocsin.alert.Alert;
import tocsin.labels.Labels;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What an integration shall tell: a group's alerts at one instant, after everything that mutes has
/// passed.
///
/// @param groupKey the group as upstream writes it: `{}/{team="x"}:{alertname="y"}`
/// @param receiver the receiver's name
/// @param groupLabels the labels the group was formed by
/// @param routeLabels the labels of the route
/// @param alerts in upstream's order; each fires or is resolved at `now`
/// @param reason why this is sent, in upstream's word: `first notification`
/// @param now the flush's one instant
/// @param receiverData what the last delivery left for this one
/// @param idempotencyKey equal on all members for one event; providers that can, drop a second
public record Notification(
        String groupKey,
        String receiver,
        Labels groupLabels,
        Labels routeLabels,
        List<Alert> alerts,
        String reason,
        Instant now,
        Map<String, String> receiverData,
        String idempotencyKey) {

    /// Copies the collections.
    public Notification {
        alerts = List.copyOf(alerts);
        receiverData = Map.copyOf(receiverData);
    }

    /// The same about other alerts.
    public Notification with(List<Alert> others) {
        return new Notification(
                groupKey,
                receiver,
                groupLabels,
                routeLabels,
                others,
                reason,
                now,
                receiverData,
                idempotencyKey);
    }

    /// Whether any alert fires.
    public boolean isFiring() {
        return alerts.stream().anyMatch(alert -> !alert.isResolved(now));
    }
}

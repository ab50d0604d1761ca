package tocsin.pipeline;

import tocsin.labels.Labels;

import java.time.Instant;
import java.util.List;

/// An aggregation group as the API shows it.
///
/// @param key as integrations know it
/// @param nextFlush when it is looked at next
/// @param version counts its flushes, on all members together
public record GroupView(
        String key,
        String routeId,
        Labels labels,
        Labels routeLabels,
        String receiver,
        List<AlertView> alerts,
        Instant nextFlush,
        long version) {
    /// Copies the alerts.
    public GroupView {
        alerts = List.copyOf(alerts);
    }
}

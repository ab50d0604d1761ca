package tocsin.nflog;

import tocsin.labels.Fingerprint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an integration last told about a group.
///
/// @param at when
/// @param firing the alerts told as firing, sorted
/// @param resolved the alerts told as resolved, sorted
/// @param receiverData what the integration wants to find again
/// @param expiresAt when the entry may be forgotten
public record LogEntry(
        Instant at,
        Set<Fingerprint> firing,
        Set<Fingerprint> resolved,
        Map<String, String> receiverData,
        Instant expiresAt) {
    /// Copies the collections.
    public LogEntry {
        firing = Set.copyOf(firing);
        resolved = Set.copyOf(resolved);
        receiverData = Map.copyOf(receiverData);
    }

    static List<Fingerprint> sorted(Set<Fingerprint> ids) {
        return ids.stream().sorted().toList();
    }
}

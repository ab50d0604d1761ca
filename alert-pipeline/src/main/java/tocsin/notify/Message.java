package tocsin.notify;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.nflog.LogEntry;
import tocsin.nflog.LogKey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What one integration would be told about a flush, if it is told anything.
///
/// @param alerts what passed everything that mutes, and ends that are told in spite of it
/// @param inSpiteOf what mutes those ends, for people
record Message(
        Flush flush,
        LogKey key,
        Integration integration,
        List<Alert> alerts,
        List<String> inSpiteOf,
        Instant wall) {

    Set<Fingerprint> firing() {
        return ids(false);
    }

    Set<Fingerprint> resolved() {
        return ids(true);
    }

    private Set<Fingerprint> ids(boolean resolved) {
        return alerts.stream()
                .filter(alert -> alert.isResolved(wall) == resolved)
                .map(Alert::fingerprint)
                .collect(Collectors.toUnmodifiableSet());
    }

    Decision decide(Optional<LogEntry> last) {
        return Decision.of(
                last,
                new Decision.Question(
                        firing(),
                        resolved(),
                        integration.sendResolved(),
                        flush.route().repeatInterval(),
                        flush.now()));
    }

    /// What is sent: without ends for integrations that do not hear of them.
    List<Alert> sent() {
        return integration.sendResolved()
                ? alerts
                : alerts.stream().filter(alert -> !alert.isResolved(wall)).toList();
    }

    /// What the history says of it once it is told: the provider's words; and, of an end that
    /// something mutes, that it was meant so.
    String detail(Delivery.Delivered delivered) {
        return inSpiteOf.isEmpty()
                ? delivered.reply()
                : "%s; the end is told, so that no incident stays open, in spite of being %s"
                        .formatted(delivered.reply(), String.join(" and ", inSpiteOf));
    }

    Notification notification(Decision.Tell tell, Optional<LogEntry> last, RouteLabels renderer) {
        Map<String, String> data =
                tell.isFirst() ? Map.of() : last.map(LogEntry::receiverData).orElse(Map.of());
        Notification about = notification(tell.reason(), data, Labels.EMPTY, last);
        Labels routeLabels = renderer.render(flush.route().labels(), about);
        return routeLabels.isEmpty() ? about : notification(tell.reason(), data, routeLabels, last);
    }

    private Notification notification(
            String reason, Map<String, String> data, Labels labels, Optional<LogEntry> last) {
        return new Notification(
                flush.key(),
                key.receiver(),
                flush.groupLabels(),
                labels,
                sent(),
                reason,
                wall,
                data,
                idempotencyKey(last));
    }

    /// A hash of what is told and of what was told before: equal on all members, other for each
    /// repetition.
    String idempotencyKey(Optional<LogEntry> last) {
        var parts = new ArrayList<String>();
        parts.add(key.toString());
        parts.add(last.map(entry -> entry.at().toString()).orElse(""));
        firing().stream().sorted().forEach(id -> parts.add("f" + id));
        resolved().stream().sorted().forEach(id -> parts.add("r" + id));
        return sha256(String.join("\n", parts));
    }

    static String sha256(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

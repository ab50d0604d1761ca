package tocsin.server.parts;

import tocsin.alert.Alert;
import tocsin.labels.Labels;
import tocsin.notify.Notification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The message that tests a receiver. It says in every place where somebody may look that it is
/// one, and it has a group of its own, so that it never touches what was told of real alerts.
final class TestMessage {
    private static final String REASON = "test";

    private TestMessage() {}

    static Notification firing(String receiver, Instant now) {
        Alert alert = alert(receiver, now, now.plus(Duration.ofMinutes(5)));
        return message(receiver, alert, now, Map.of());
    }

    /// The end of the same.
    static Notification resolved(String receiver, Instant now, Map<String, String> receiverData) {
        return message(receiver, alert(receiver, now, now), now, receiverData);
    }

    private static Alert alert(String receiver, Instant start, Instant end) {
        return new Alert(
                Labels.of(
                        Map.of(
                                "alertname",
                                "TocsinReceiverTest",
                                "severity",
                                "none",
                                "tocsin_test",
                                "true")),
                Labels.of(
                        Map.of(
                                "summary",
                                "TEST: this is a test of the receiver " + receiver,
                                "description",
                                "Somebody tests the way from Tocsin to here. Nothing is wrong, and"
                                        + " nobody needs to act.")),
                start,
                end,
                start,
                "",
                false);
    }

    private static Notification message(
            String receiver, Alert alert, Instant now, Map<String, String> receiverData) {
        String key = "{}:{tocsin_test=\"" + now.toEpochMilli() + "\"}";
        return new Notification(
                key,
                receiver,
                Labels.of("alertname", "TocsinReceiverTest"),
                Labels.EMPTY,
                List.of(alert),
                REASON,
                now,
                receiverData,
                key);
    }
}

package tocsin.notify;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.nflog.LogEntry;
import tocsin.notify.Delivery.Delivered;
import tocsin.outbox.Desk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tells the backlog of a destination in one message: a person before whom a thousand messages lie
/// reads none. Each group is written down as told, as if by a message of its own.
record Digest(Surroundings with) implements Desk.Digester<Courier> {
    /// Alerts that one message speaks of: those that fire first.
    private static final int MOST_ALERTS = 2_000;

    @Override
    public void digest(Desk<Courier> desk, List<Courier> couriers) {
        var parts = new ArrayList<Attempt.Part>();
        couriers.forEach(courier -> courier.enlist().ifPresent(parts::add));
        if (parts.isEmpty()) {
            desk.left();
            return;
        }
        new Attempt(
                        with,
                        parts.getFirst().courier().task().integration().notifier(),
                        parts,
                        this::notification,
                        (sent, delivery, took) -> {
                            if (sent.isEmpty()) {
                                desk.left();
                                return;
                            }
                            sent.forEach(part -> told(part, delivery));
                            if (delivery instanceof Delivered) {
                                with.letters().metrics().digested(desk.place(), sent.size());
                            }
                            with.report(desk, delivery, took);
                        })
                .begin();
    }

    /// The next message about a group goes on from its own last one, not from the digest.
    private void told(Attempt.Part part, Delivery delivery) {
        Delivery own =
                delivery instanceof Delivered(var _, String reply)
                        ? new Delivered(before(part), "in a digest: " + reply)
                        : delivery;
        part.courier().told(part.message(), own);
    }

    private Map<String, String> before(Attempt.Part part) {
        return with.log().last(part.courier().key()).map(LogEntry::receiverData).orElse(Map.of());
    }

    private Notification notification(List<Attempt.Part> parts) {
        if (parts.size() == 1) {
            Attempt.Part only = parts.getFirst();
            return new Matter(with, only.courier().task()).notification(only.message());
        }
        Message first = parts.getFirst().message();
        var keys = new StringBuilder();
        Map<Fingerprint, Alert> firing = new LinkedHashMap<>();
        Map<Fingerprint, Alert> ended = new LinkedHashMap<>();
        for (Attempt.Part part : parts) {
            Message message = part.message();
            keys.append(message.idempotencyKey(with.log().last(message.key())));
            for (Alert alert : message.sent()) {
                (alert.isResolved(message.wall()) ? ended : firing)
                        .putIfAbsent(alert.fingerprint(), alert);
            }
        }
        firing.keySet().forEach(ended::remove);
        var alerts = new ArrayList<>(firing.values());
        alerts.addAll(ended.values());
        return new Notification(
                "digest of " + parts.size() + " groups",
                first.key().receiver(),
                Labels.EMPTY,
                Labels.EMPTY,
                alerts.subList(0, Math.min(alerts.size(), MOST_ALERTS)),
                "digest of " + parts.size() + " groups",
                with.loop().now(),
                Map.of(),
                Message.sha256(keys.toString()));
    }
}

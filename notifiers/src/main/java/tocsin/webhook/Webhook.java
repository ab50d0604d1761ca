package tocsin.webhook;

import tocsin.http.HttpSender;
import tocsin.http.Secret;
import tocsin.http.UnsendableException;
import tocsin.integration.HttpNotifier;
import tocsin.integration.Json;
import tocsin.integration.Structured;
import tocsin.integration.WebhookBody;
import tocsin.integration.Wording;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Delivery;
import tocsin.notify.Notification;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Posts the alerts of a group as JSON, version 4 of upstream's format. The header
/// `Idempotency-Key` is equal for equal events whichever member sends.
///
/// @param maxAlerts how many alerts are told at most; 0 for all
/// @param payload a body of one's own
record Webhook(
        HttpSender sender,
        Secret url,
        long maxAlerts,
        Duration timeout,
        Optional<Structured> payload,
        Wording wording,
        String externalUrl)
        implements HttpNotifier.Attempt {
    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        String target = url.reveal();
        if (target.contains("{{")) {
            target = words.text(target);
        }
        if (target.isBlank()) {
            throw new UnsendableException("webhook URL is empty after templating");
        }
        return sender.deliver(
                new HttpSender.Request(
                        "POST",
                        uri(target),
                        body(notification),
                        Map.of(
                                "Content-Type",
                                "application/json",
                                "Idempotency-Key",
                                notification.idempotencyKey()),
                        timeout));
    }

    private byte[] body(Notification notification) throws WordingException {
        var body = new WebhookBody(notification, maxAlerts, externalUrl);
        return payload.isPresent()
                ? Json.encode(payload.get().render(wording.about(body.told())))
                : body.bytes("4");
    }

    private static URI uri(String text) throws UnsendableException {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new UnsendableException("the webhook's URL <redacted> is no URL");
        }
    }
}

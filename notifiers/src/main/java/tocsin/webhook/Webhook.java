package tocsin.webhook;

import tocsin.http.HttpSender;
import tocsin.http.Secret;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Notification;
import tocsin.notify.Notifier;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Posts the alerts of a group as JSON, version 4 of upstream's format. The header
/// `Idempotency-Key` is equal for equal events whichever member sends.
final class Webhook implements Notifier {
    private final HttpSender sender;
    private final Secret url;
    private final long maxAlerts;
    private final Duration timeout;
    private final String externalUrl;

    Webhook(HttpSender sender, Secret url, long maxAlerts, Duration timeout, String externalUrl) {
        this.sender = sender;
        this.url = url;
        this.maxAlerts = maxAlerts;
        this.timeout = timeout;
        this.externalUrl = externalUrl;
    }

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        URI target;
        try {
            target = URI.create(url.reveal());
        } catch (IOException e) {
            return new Refused(Reason.OTHER, "cannot read url_file: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return new Refused(Reason.OTHER, "url_file holds no URL");
        }
        byte[] body = new WebhookBody(notification, maxAlerts, externalUrl).bytes();
        return sender.deliver(
                new HttpSender.Request(
                        target,
                        body,
                        Map.of(
                                "Content-Type",
                                "application/json",
                                "Idempotency-Key",
                                notification.idempotencyKey()),
                        timeout));
    }
}

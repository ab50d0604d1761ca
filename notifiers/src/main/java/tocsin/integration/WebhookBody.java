package tocsin.integration;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import tocsin.alert.Alert;
import tocsin.labels.Labels;
import tocsin.notify.Notification;
import tocsin.template.TemplateData;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;

/// The body of a webhook, and of what looks like one: one line of JSON with upstream's fields in
/// upstream's order, and what could begin a tag in HTML escaped.
public final class WebhookBody {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String NEVER = "0001-01-01T00:00:00Z";
    private static final DateTimeFormatter RFC3339_NANO =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .appendLiteral('Z')
                    .toFormatter(Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Notification notification;
    private final List<Alert> alerts;
    private final int truncated;
    private final String externalUrl;

    /// The body for a notification.
    ///
    /// @param maxAlerts how many alerts are told at most; 0 for all
    public WebhookBody(Notification notification, long maxAlerts, String externalUrl) {
        this.notification = notification;
        this.externalUrl = externalUrl;
        int all = notification.alerts().size();
        int kept = maxAlerts > 0 ? (int) Math.min(maxAlerts, all) : all;
        this.alerts = notification.alerts().subList(0, kept);
        this.truncated = all - kept;
    }

    /// The notification with only those alerts that are told.
    public Notification told() {
        return notification.with(alerts);
    }

    /// The bytes.
    ///
    /// @param version the field of this name
    public byte[] bytes(String version) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.setCharacterEscapes(new HtmlEscapes());
            write(json, version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private void write(JsonGenerator json, String version) throws IOException {
        boolean fires = alerts.stream().anyMatch(alert -> !alert.isResolved(notification.now()));
        json.writeStartObject();
        json.writeStringField("receiver", TemplateData.quotedReceiver(notification.receiver()));
        json.writeStringField("status", fires ? "firing" : "resolved");
        json.writeArrayFieldStart("alerts");
        for (Alert alert : alerts) {
            write(json, alert);
        }
        json.writeEndArray();
        json.writeStringField("notification_reason", notification.reason());
        write(json, "groupLabels", notification.groupLabels());
        write(json, "commonLabels", CommonLabels.of(alerts.stream().map(Alert::labels).toList()));
        write(
                json,
                "commonAnnotations",
                CommonLabels.of(alerts.stream().map(Alert::annotations).toList()));
        write(json, "routeLabels", notification.routeLabels());
        json.writeStringField("externalURL", externalUrl);
        json.writeStringField("version", version);
        json.writeStringField("groupKey", notification.groupKey());
        json.writeNumberField("truncatedAlerts", truncated);
        json.writeEndObject();
    }

    private void write(JsonGenerator json, Alert alert) throws IOException {
        boolean resolved = alert.isResolved(notification.now());
        json.writeStartObject();
        json.writeStringField("status", resolved ? "resolved" : "firing");
        write(json, "labels", alert.labels());
        write(json, "annotations", alert.annotations());
        json.writeStringField("startsAt", rfc3339(alert.startsAt()));
        json.writeStringField("endsAt", resolved ? rfc3339(alert.endsAt()) : NEVER);
        json.writeStringField("generatorURL", alert.generatorUrl());
        json.writeStringField("fingerprint", alert.fingerprint().toString());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Labels labels) throws IOException {
        json.writeObjectFieldStart(name);
        for (int i = 0; i < labels.size(); i++) {
            json.writeStringField(labels.name(i), labels.value(i));
        }
        json.writeEndObject();
    }

    /// Nine digits at most, trailing zeros left out.
    private static String rfc3339(Instant at) {
        return RFC3339_NANO.format(at);
    }
}

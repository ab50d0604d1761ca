package tocsin.alertmanagers;

import org.jspecify.annotations.Nullable;

import tocsin.alert.Alert;
import tocsin.integration.Json;
import tocsin.integration.JsonObject;
import tocsin.labels.Labels;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// An alert under the labels that an Alertmanager is to know it by.
record SentAlert(Labels labels, Alert alert) {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /// The body of a request: what API v2 calls postable alerts, field by field as Prometheus
    /// writes them.
    static byte[] body(List<SentAlert> alerts) {
        var list = new ArrayList<@Nullable Object>();
        for (SentAlert each : alerts) {
            list.add(each.json());
        }
        return Json.encode(list);
    }

    private Object json() {
        return new JsonObject()
                .some("annotations", alert.annotations().toMap())
                .with("endsAt", text(alert.endsAt()))
                .with("startsAt", text(alert.startsAt()))
                .some("generatorURL", alert.generatorUrl())
                .with("labels", labels.toMap())
                .map();
    }

    private static String text(Instant time) {
        return MILLIS.format(time);
    }
}

package tocsin.server.outbox;

import com.fasterxml.jackson.core.JsonGenerator;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

import tocsin.labels.Labels;
import tocsin.nflog.LogKey;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.outbox.Letter;
import tocsin.outbox.Letters;
import tocsin.server.http.JsonAnswer;
import tocsin.server.outbox.Outgoing.Tested;
import tocsin.template.TemplateData.AlertFacts;
import tocsin.template.TemplateData.Facts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Writes what is on its way out as JSON. Points in time are RFC 3339, in UTC.
final class OutboxPages {
    private static final int ID_BYTES = 8;

    private final JsonGenerator json;

    private OutboxPages(JsonGenerator json) {
        this.json = json;
    }

    /// Something that is written.
    @FunctionalInterface
    interface Part {
        void write(OutboxPages pages) throws IOException;
    }

    static Response answer(Part part) {
        return JsonAnswer.of(json -> part.write(new OutboxPages(json)));
    }

    static WebApplicationException refused(int status, String why) {
        return JsonAnswer.refused(status, why);
    }

    /// The name of a letter in addresses: the beginning of a hash of what it is about, the same on
    /// all members.
    static String id(LogKey key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    JsonGenerator json() {
        return json;
    }

    void letters(List<Letters.Entry> letters) throws IOException {
        json.writeStartArray();
        for (Letters.Entry entry : letters) {
            letter(entry);
        }
        json.writeEndArray();
    }

    void letter(Letters.Entry entry) throws IOException {
        LogKey key = entry.key();
        Letter letter = entry.letter();
        json.writeStartObject();
        json.writeStringField("id", id(key));
        json.writeStringField("state", letter.state().word());
        json.writeStringField("receiver", key.receiver());
        json.writeStringField("integration", key.integration());
        json.writeNumberField("index", key.index());
        json.writeStringField("groupKey", key.group());
        json.writeStringField("since", letter.since().toString());
        json.writeStringField("lastAt", letter.lastAt().toString());
        json.writeNumberField("attempts", letter.attempts());
        json.writeNumberField("firing", letter.firing().size());
        json.writeNumberField("resolved", letter.resolved().size());
        json.writeStringField("reason", letter.reason());
        json.writeStringField("cause", letter.cause());
        json.writeEndObject();
    }

    void count(int done) throws IOException {
        json.writeStartObject();
        json.writeNumberField("letters", done);
        json.writeEndObject();
    }

    void tested(List<Tested> all) throws IOException {
        json.writeStartArray();
        for (Tested each : all) {
            json.writeStartObject();
            json.writeStringField("integration", each.place().integration());
            json.writeNumberField("index", each.place().index());
            outcome(each.delivery());
            json.writeNumberField("seconds", each.took().toNanos() / 1e9);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void outcome(Delivery delivery) throws IOException {
        switch (delivery) {
            case Delivered(var _, String reply) -> {
                json.writeStringField("outcome", "delivered");
                json.writeStringField("detail", reply);
            }
            case TryLater(var _, var reason, String cause) -> failed("failed", reason, cause);
            case Refused(var reason, String cause) -> failed("refused", reason, cause);
        }
    }

    private void failed(String outcome, Delivery.Reason reason, String cause) throws IOException {
        json.writeStringField("outcome", outcome);
        json.writeStringField("reason", reason.label());
        json.writeStringField("detail", cause);
    }

    /// Upstream's template data.
    void facts(Facts facts) throws IOException {
        json.writeStartObject();
        json.writeStringField("receiver", facts.receiver());
        json.writeStringField("status", facts.status());
        json.writeArrayFieldStart("alerts");
        for (AlertFacts alert : facts.alerts()) {
            json.writeStartObject();
            json.writeStringField("status", alert.status());
            labels("labels", alert.labels());
            labels("annotations", alert.annotations());
            json.writeStringField("startsAt", alert.startsAt().toOffsetDateTime().toString());
            json.writeStringField(
                    "endsAt",
                    alert.endsAt()
                            .map(end -> end.toOffsetDateTime().toString())
                            .orElse("0001-01-01T00:00:00Z"));
            json.writeStringField("generatorURL", alert.generatorUrl());
            json.writeStringField("fingerprint", alert.fingerprint());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("notification_reason", facts.reason());
        labels("groupLabels", facts.groupLabels());
        labels("commonLabels", facts.commonLabels());
        labels("commonAnnotations", facts.commonAnnotations());
        labels("routeLabels", facts.routeLabels());
        json.writeStringField("externalURL", facts.externalUrl());
        json.writeEndObject();
    }

    void labels(String field, Labels labels) throws IOException {
        json.writeObjectFieldStart(field);
        for (int i = 0; i < labels.size(); i++) {
            json.writeStringField(labels.name(i), labels.value(i));
        }
        json.writeEndObject();
    }
}

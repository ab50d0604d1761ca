package tocsin.server.explain;

import com.fasterxml.jackson.core.JsonGenerator;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

import tocsin.alert.Alert;
import tocsin.history.Event;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.pipeline.AlertStatus;
import tocsin.pipeline.AlertView;
import tocsin.pipeline.Explanation;
import tocsin.server.http.JsonAnswer;

import java.io.IOException;
import java.util.List;

/// Writes explanations and events as JSON. Points in time are RFC 3339, in UTC.
final class Pages {

    private final JsonGenerator json;

    private Pages(JsonGenerator json) {
        this.json = json;
    }

    /// Something that is written.
    @FunctionalInterface
    interface Part {
        void write(Pages pages) throws IOException;
    }

    static Response answer(Part part) {
        return JsonAnswer.of(json -> part.write(new Pages(json)));
    }

    static WebApplicationException refused(int status, String why) {
        return JsonAnswer.refused(status, why);
    }

    void explanation(Explanation explanation, List<Event> events) throws IOException {
        AlertView view = explanation.alert();
        Alert alert = view.alert();
        json.writeStartObject();
        json.writeStringField("fingerprint", alert.fingerprint().toString());
        json.writeStringField("state", explanation.state());
        labels("labels", alert.labels());
        labels("annotations", alert.annotations());
        json.writeStringField("startsAt", alert.startsAt().toString());
        json.writeStringField("endsAt", alert.endsAt().toString());
        json.writeStringField("updatedAt", alert.updatedAt().toString());
        AlertStatus status = view.status();
        texts("silencedBy", status.silencedBy());
        texts("inhibitedBy", status.inhibitedBy().stream().map(Object::toString).toList());
        json.writeArrayFieldStart("routes");
        for (Explanation.Way way : explanation.ways()) {
            way(way);
        }
        json.writeEndArray();
        json.writeFieldName("history");
        events(events);
        json.writeEndObject();
    }

    /// An alert of which only the history still knows.
    void forgotten(Fingerprint id, List<Event> events) throws IOException {
        json.writeStartObject();
        json.writeStringField("fingerprint", id.toString());
        json.writeStringField("state", "forgotten");
        json.writeFieldName("history");
        events(events);
        json.writeEndObject();
    }

    private void way(Explanation.Way way) throws IOException {
        json.writeStartObject();
        json.writeStringField("route", way.routeId());
        json.writeStringField("receiver", way.receiver());
        json.writeStringField("groupKey", way.groupKey());
        labels("groupLabels", way.groupLabels());
        if (way.nextFlush().isPresent()) {
            json.writeStringField("nextFlush", way.nextFlush().get().toString());
        }
        texts("mutedBy", way.mutedBy());
        json.writeArrayFieldStart("integrations");
        for (Explanation.Ear ear : way.ears()) {
            json.writeStartObject();
            json.writeStringField("integration", ear.place());
            json.writeStringField("why", ear.why());
            if (ear.lastTold().isPresent()) {
                Explanation.LastTold told = ear.lastTold().get();
                json.writeObjectFieldStart("lastTold");
                json.writeStringField("at", told.at().toString());
                json.writeStringField("member", told.member());
                json.writeBooleanField("asFiring", told.asFiring());
                json.writeBooleanField("asResolved", told.asResolved());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    void events(List<Event> events) throws IOException {
        json.writeStartArray();
        for (Event event : events) {
            json.writeStartObject();
            json.writeStringField("at", event.at().toString());
            json.writeStringField("event", event.kind().word());
            texts("alerts", event.alerts().stream().map(Object::toString).toList());
            if (!event.labels().isEmpty()) {
                labels("labels", event.labels());
            }
            text("groupKey", event.group());
            text("receiver", event.receiver());
            text("detail", event.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void text(String field, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(field, value);
        }
    }

    private void texts(String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private void labels(String field, Labels labels) throws IOException {
        json.writeObjectFieldStart(field);
        for (int i = 0; i < labels.size(); i++) {
            json.writeStringField(labels.name(i), labels.value(i));
        }
        json.writeEndObject();
    }
}

package tocsin.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.server.api.Alerting.ReceiverView;
import tocsin.server.api.Alerting.SilenceView;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes views as JSON, straight into the response. Alerts, of which there may be very many, are
/// written by [AlertWriter].
final class ViewWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private ViewWriter(JsonGenerator json) {
        this.json = json;
    }

    /// Something that writes itself.
    @FunctionalInterface
    interface Part {
        void write(ViewWriter writer) throws IOException;
    }

    /// An answer of one line.
    static Response answer(Part part) {
        StreamingOutput stream =
                out -> {
                    try (JsonGenerator json = JSON.createGenerator(out)) {
                        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                        part.write(new ViewWriter(json));
                        json.writeRaw('\n');
                    }
                };
        return Response.ok(stream, MediaType.APPLICATION_JSON_TYPE).build();
    }

    /// A list of things that write themselves.
    <T> void list(List<T> items, Each<T> each) throws IOException {
        json.writeStartArray();
        for (T item : items) {
            each.write(item);
        }
        json.writeEndArray();
    }

    /// Writes one of a list.
    @FunctionalInterface
    interface Each<T> {
        void write(T item) throws IOException;
    }

    private void labels(Labels labels) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < labels.size(); i++) {
            json.writeStringField(labels.name(i), labels.value(i));
        }
        json.writeEndObject();
    }

    void receiver(ReceiverView receiver) throws IOException {
        json.writeStartObject();
        json.writeFieldName("labels");
        labels(receiver.labels());
        json.writeStringField("name", receiver.name());
        json.writeEndObject();
    }

    void silence(SilenceView silence) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", silence.id());
        json.writeObjectFieldStart("status");
        json.writeStringField("state", silence.state());
        json.writeEndObject();
        json.writeStringField("updatedAt", Timestamps.format(silence.updatedAt()));
        if (!silence.annotations().isEmpty()) {
            texts("annotations", silence.annotations());
        }
        json.writeStringField("comment", silence.comment());
        json.writeStringField("createdBy", silence.createdBy());
        json.writeStringField("endsAt", Timestamps.format(silence.endsAt()));
        json.writeFieldName("matchers");
        list(silence.matchers(), this::matcher);
        json.writeStringField("startsAt", Timestamps.format(silence.startsAt()));
        json.writeEndObject();
    }

    private void matcher(Matcher matcher) throws IOException {
        MatchType type = matcher.type();
        json.writeStartObject();
        json.writeBooleanField("isEqual", type == MatchType.EQUAL || type == MatchType.MATCHES);
        json.writeBooleanField(
                "isRegex", type == MatchType.MATCHES || type == MatchType.NOT_MATCHES);
        json.writeStringField("name", matcher.name());
        json.writeStringField("value", matcher.value());
        json.writeEndObject();
    }

    /// A field that is an object of strings, sorted by key.
    void texts(String field, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(field);
        for (var entry : new TreeMap<>(texts).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    JsonGenerator json() {
        return json;
    }
}

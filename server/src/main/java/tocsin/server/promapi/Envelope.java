package tocsin.server.promapi;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import java.util.List;
import java.util.function.Consumer;

/// The envelope around every answer: `{"status":"success","data":…}`.
final class Envelope {
    private static final int MAX_NOTES = 10;

    private Envelope() {}

    /// Success.
    static Response data(Consumer<JsonOut> data) {
        return data(data, List.of(), List.of());
    }

    /// Success with notes for the user.
    static Response data(Consumer<JsonOut> data, List<String> warnings, List<String> infos) {
        StreamingOutput stream =
                out -> {
                    var json = new JsonOut(out);
                    json.raw("{\"status\":\"success\",\"data\":");
                    data.accept(json);
                    notes(json, "warnings", warnings);
                    notes(json, "infos", infos);
                    json.raw('}');
                    json.flush();
                };
        return Response.ok(stream, MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static void notes(JsonOut json, String name, List<String> notes) {
        if (notes.isEmpty()) {
            return;
        }
        json.key(name, false).raw('[');
        for (int i = 0; i < Math.min(MAX_NOTES, notes.size()); i++) {
            json.raw(i == 0 ? "" : ",").text(notes.get(i));
        }
        if (notes.size() > MAX_NOTES) {
            json.raw(',').text(notes.size() - MAX_NOTES + " more " + name + " omitted");
        }
        json.raw(']');
    }

    /// A failure.
    static Response error(int status, String type, String message) {
        StreamingOutput stream =
                out -> {
                    var json = new JsonOut(out);
                    json.raw("{\"status\":\"error\",\"errorType\":").text(type);
                    json.key("error", false).text(message).raw('}');
                    json.flush();
                };
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(stream).build();
    }

    /// A list of strings.
    static void texts(JsonOut json, Iterable<String> texts) {
        json.raw('[');
        boolean first = true;
        for (String text : texts) {
            json.raw(first ? "" : ",").text(text);
            first = false;
        }
        json.raw(']');
    }
}

package tocsin.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Answers of Tocsin's own API: JSON that is written as it is sent, and refusals with their reason.
public final class JsonAnswer {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonAnswer() {}

    /// Something that is written.
    @FunctionalInterface
    public interface Part {
        /// Writes one value.
        void write(JsonGenerator json) throws IOException;
    }

    /// 200 with one value, which nobody on the way may keep.
    public static Response of(Part part) {
        StreamingOutput stream =
                out -> {
                    try (JsonGenerator json = JSON.createGenerator(out)) {
                        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                        part.write(json);
                        json.writeRaw('\n');
                    }
                };
        return Response.ok(stream, MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .build();
    }

    /// A refusal with this status and reason.
    public static WebApplicationException refused(int status, String why) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("error", why);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new WebApplicationException(
                Response.status(status)
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(text + "\n")
                        .build());
    }
}

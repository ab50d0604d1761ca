package tocsin.server.promapi;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import org.jspecify.annotations.Nullable;

import tocsin.server.http.ErrorShape;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// `POST /api/v1/otlp/v1/metrics`: metrics of OpenTelemetry, in protobuf. What of a request is
/// refused is told as OTLP has it: by a partial success, which senders log.
@Path("/api/v1/otlp/v1/metrics")
public final class OtlpResource {
    private static final String PROTOBUF = "application/x-protobuf";

    private final Optional<OtlpWrite> storage;

    /// Writes into this storage, if that is enabled.
    public OtlpResource(Optional<OtlpWrite> storage) {
        this.storage = storage;
    }

    /// Takes a request.
    @POST
    public Response write(
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String encoding,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            InputStream body)
            throws IOException {
        if (storage.isEmpty()) {
            return plain(
                    404, "otlp write receiver needs to be enabled with --web.enable-otlp-receiver");
        }
        String sent = encoding == null ? "" : encoding;
        String problem = problem(type == null ? "" : type, sent);
        if (!problem.isEmpty()) {
            return plain(400, problem);
        }
        byte[] message;
        try {
            message = read(sent.isEmpty() ? body : new GZIPInputStream(body));
        } catch (Snappy.TooLargeException e) {
            return plain(413, String.valueOf(e.getMessage()));
        } catch (ZipException e) {
            return plain(400, "gzip: " + e.getMessage());
        }
        OtlpWrite.Outcome outcome = storage.get().write(message);
        return switch (outcome) {
            case OtlpWrite.Outcome.Read read -> answer(200, read);
            case OtlpWrite.Outcome.Unreadable unreadable -> answer(400, unreadable);
            // Of those that mean trouble here, OTLP lets senders try again after this one.
            case OtlpWrite.Outcome.Failed failed -> answer(503, failed);
        };
    }

    /// In upstream's words; empty when there is none.
    private static String problem(String type, String encoding) {
        if (!type.equals(PROTOBUF)) {
            return "unsupported content type: " + type + ", supported: [" + PROTOBUF + "]";
        }
        return encoding.isEmpty() || encoding.equals("gzip")
                ? ""
                : "unsupported compression: "
                        + encoding
                        + ". Only \"gzip\" or no compression supported";
    }

    private static byte[] read(InputStream body) throws IOException {
        byte[] message = body.readNBytes(Snappy.MAX_BYTES + 1);
        if (message.length > Snappy.MAX_BYTES) {
            throw new Snappy.TooLargeException();
        }
        return message;
    }

    private static Response answer(int status, OtlpWrite.Outcome outcome) {
        return Response.status(status).entity(outcome.body()).type(PROTOBUF).build();
    }

    private static Response plain(int status, String text) {
        return ErrorShape.plain(status, text + "\n", List.of());
    }
}

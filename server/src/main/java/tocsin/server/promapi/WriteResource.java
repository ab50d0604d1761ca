package tocsin.server.promapi;

import io.airlift.compress.v3.MalformedInputException;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

import org.jspecify.annotations.Nullable;

import tocsin.server.http.ErrorShape;
import tocsin.server.promapi.RemoteWrite.Outcome;
import tocsin.server.promapi.RemoteWrite.Protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `POST /api/v1/write`: samples of a Prometheus, by remote write 1.0 or 2.0.
@Path("/api/v1/write")
public final class WriteResource {
    private final RemoteWrite storage;

    /// Writes into this storage.
    public WriteResource(RemoteWrite storage) {
        this.storage = storage;
    }

    /// Takes a message.
    @POST
    public Response write(
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String encoding,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            InputStream body)
            throws IOException {
        if (encoding != null && !encoding.isEmpty() && !encoding.equals("snappy")) {
            return plain(
                    415,
                    encoding
                            + " encoding (compression) is not accepted by this server; only snappy"
                            + " is acceptable");
        }
        Optional<Protocol> protocol = protocol(type == null ? "" : type);
        if (protocol.isEmpty()) {
            return plain(415, type + " media type is not accepted by this server");
        }
        try {
            return answer(protocol.get(), storage.write(protocol.get(), Snappy.read(body)));
        } catch (Snappy.TooLargeException e) {
            return plain(413, String.valueOf(e.getMessage()));
        } catch (MalformedInputException | IllegalArgumentException e) {
            return plain(400, String.valueOf(e.getMessage()));
        }
    }

    /// The message that a media type names; the older one when it names none. As upstream, no space
    /// is trimmed around parameters.
    private static Optional<Protocol> protocol(String type) {
        List<String> parts = Arrays.asList(type.split(";", -1));
        if (type.isEmpty()) {
            return Optional.of(Protocol.V1);
        }
        if (!parts.getFirst().equals("application/x-protobuf")) {
            return Optional.empty();
        }
        for (String parameter : parts.subList(1, parts.size())) {
            if (parameter.startsWith("proto=")) {
                return switch (parameter.substring("proto=".length())) {
                    case "prometheus.WriteRequest" -> Optional.of(Protocol.V1);
                    case "io.prometheus.write.v2.Request" -> Optional.of(Protocol.V2);
                    default -> Optional.empty();
                };
            }
        }
        return Optional.of(Protocol.V1);
    }

    private static Response answer(Protocol protocol, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Written(long samples, long histograms, long exemplars) ->
                    counted(Response.noContent(), protocol, samples, histograms, exemplars);
            case Outcome.Refused(var reasons, long samples, long histograms, long exemplars) ->
                    counted(
                            text(400, String.join("\n", reasons)),
                            protocol,
                            samples,
                            histograms,
                            exemplars);
            case Outcome.Failed(String reason) -> counted(text(500, reason), protocol, 0, 0, 0);
        };
    }

    private static Response counted(
            ResponseBuilder response,
            Protocol protocol,
            long samples,
            long histograms,
            long exemplars) {
        if (protocol == Protocol.V2) {
            response.header("X-Prometheus-Remote-Write-Samples-Written", samples)
                    .header("X-Prometheus-Remote-Write-Histograms-Written", histograms)
                    .header("X-Prometheus-Remote-Write-Exemplars-Written", exemplars);
        }
        return response.build();
    }

    private static ResponseBuilder text(int status, String text) {
        return Response.fromResponse(plain(status, text));
    }

    private static Response plain(int status, String text) {
        return ErrorShape.plain(status, text + "\n", List.of());
    }
}

package tocsin.server.promapi;

import io.airlift.compress.v3.MalformedInputException;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import tocsin.server.http.ErrorShape;
import tocsin.server.http.Needs;
import tocsin.server.http.Role;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// `POST /api/v1/read`: what another server asks for by remote read.
@Path("/api/v1/read")
public final class ReadResource {
    private static final String FRAMES =
            "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse";

    private final RemoteRead storage;

    /// Reads from this storage.
    public ReadResource(RemoteRead storage) {
        this.storage = storage;
    }

    /// Answers a request.
    @POST
    @Needs(Role.VIEWER)
    public Response read(InputStream body) throws IOException, InterruptedException {
        byte[] message;
        try {
            message = Snappy.read(body);
        } catch (Snappy.TooLargeException | MalformedInputException | IllegalArgumentException e) {
            return plain(400, String.valueOf(e.getMessage()));
        }
        return switch (storage.read(message)) {
            case RemoteRead.Outcome.Samples(byte[] samples) ->
                    Response.ok(Snappy.packed(samples))
                            .type("application/x-protobuf")
                            .header("Content-Encoding", "snappy")
                            .build();
            case RemoteRead.Outcome.Chunks(var frames) -> {
                StreamingOutput stream = frames::writeTo;
                yield Response.ok(stream).type(FRAMES).build();
            }
            case RemoteRead.Outcome.Refused(String reason) -> plain(400, reason);
            case RemoteRead.Outcome.Failed(String reason) -> plain(500, reason);
        };
    }

    private static Response plain(int status, String text) {
        return ErrorShape.plain(status, text + "\n", List.of());
    }
}

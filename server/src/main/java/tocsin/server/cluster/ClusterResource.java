package tocsin.server.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import tocsin.mesh.MeshView;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;

/// `GET /api/tocsin/v1/cluster`: the members with their clocks, and each replicated map with its
/// digest and how far every peer follows.
@Path("/api/tocsin/v1/cluster")
public final class ClusterResource {
    private static final JsonFactory JSON = new JsonFactory();

    private final Supplier<MeshView> mesh;
    private final Supplier<String> status;
    private final String version;

    /// A page about this mesh.
    ///
    /// @param status `ready`, `settling` or `disabled`
    public ClusterResource(Supplier<MeshView> mesh, Supplier<String> status, String version) {
        this.mesh = mesh;
        this.status = status;
        this.version = version;
    }

    /// The mesh as it is now.
    @GET
    public Response cluster() {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, mesh.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Response.ok(text.toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }

    private void write(JsonGenerator json, MeshView view) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", view.self());
        json.writeStringField("status", status.get());
        json.writeStringField("version", version);
        json.writeArrayFieldStart("members");
        for (MeshView.Member member : view.members()) {
            json.writeStartObject();
            json.writeStringField("name", member.name());
            json.writeStringField("address", member.address());
            json.writeNumberField("clockSkewSeconds", seconds(member.skew()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("maps");
        for (MeshView.MapView map : view.maps()) {
            write(json, map);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, MeshView.MapView map) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", map.name());
        json.writeNumberField("entries", map.entries());
        json.writeStringField("digest", map.digest());
        json.writeBooleanField("durable", map.trouble().isEmpty());
        json.writeStringField("trouble", map.trouble());
        json.writeArrayFieldStart("peers");
        for (MeshView.Peer peer : map.peers()) {
            json.writeStartObject();
            json.writeStringField("name", peer.name());
            json.writeNumberField("lagSeconds", seconds(peer.lag()));
            json.writeNumberField("waiting", peer.waiting());
            json.writeBooleanField("inStep", peer.inStep());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}

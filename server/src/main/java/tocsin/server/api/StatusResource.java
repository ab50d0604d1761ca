package tocsin.server.api;

import com.fasterxml.jackson.core.JsonGenerator;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.labels.Matcher;
import tocsin.server.api.Alerting.ReceiverView;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// `GET /api/v2/status` and `GET /api/v2/receivers`.
@Path("/api/v2")
public final class StatusResource {
    private final Alerting alerting;
    private final Supplier<ClusterView> cluster;
    private final Function<String, Matcher> matchers;
    private final String version;
    private final Instant started;

    /// The status of this pipeline and this mesh.
    ///
    /// @param version of the Alertmanager whose API this is; amtool compares it with its own
    public StatusResource(
            Alerting alerting,
            Supplier<ClusterView> cluster,
            Function<String, Matcher> matchers,
            String version) {
        this.alerting = alerting;
        this.cluster = cluster;
        this.matchers = matchers;
        this.version = version;
        this.started = alerting.now();
    }

    /// Mesh, configuration, version.
    @GET
    @Path("status")
    public Response status() {
        ClusterView view = cluster.get();
        return ViewWriter.answer(writer -> {
            JsonGenerator json = writer.json();
            json.writeStartObject();
            json.writeObjectFieldStart("cluster");
            if (!view.name().isEmpty()) {
                json.writeStringField("name", view.name());
            }
            json.writeFieldName("peers");
            writer.list(
                    view.peers(),
                    peer -> {
                        json.writeStartObject();
                        json.writeStringField("address", peer.address());
                        json.writeStringField("name", peer.name());
                        json.writeEndObject();
                    });
            json.writeStringField("status", view.status());
            json.writeEndObject();
            json.writeObjectFieldStart("config");
            json.writeStringField("original", alerting.configuration());
            json.writeEndObject();
            json.writeStringField("uptime", Timestamps.format(started));
            versionInfo(json);
            json.writeEndObject();
        });
    }

    private void versionInfo(JsonGenerator json) throws java.io.IOException {
        json.writeObjectFieldStart("versionInfo");
        json.writeStringField("branch", "main");
        json.writeStringField("buildDate", "");
        json.writeStringField("buildUser", "tocsin");
        json.writeStringField("goVersion", "java" + System.getProperty("java.version"));
        json.writeStringField("revision", "");
        json.writeStringField("version", version);
        json.writeEndObject();
    }

    /// The receivers in order of the configuration.
    @GET
    @Path("receivers")
    public Response receivers(@Context UriInfo uri) {
        Predicate<ReceiverView> filter =
                new Filters(uri.getQueryParameters(), matchers).receivers();
        List<ReceiverView> receivers = alerting.receivers().stream().filter(filter).toList();
        return ViewWriter.answer(writer -> writer.list(receivers, writer::receiver));
    }
}

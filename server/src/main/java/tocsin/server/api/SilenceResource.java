package tocsin.server.api;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

import tocsin.labels.Quoting;

import java.util.regex.Pattern;

/// `GET` and `DELETE /api/v2/silence/{id}`.
@Path("/api/v2/silence/{id}")
public final class SilenceResource {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Alerting alerting;

    /// Silences of this pipeline.
    public SilenceResource(Alerting alerting) {
        this.alerting = alerting;
    }

    /// One silence.
    @GET
    public Response get(@PathParam("id") String id) throws InterruptedException {
        return alerting.silence(checked(id))
                .map(silence -> ViewWriter.answer(writer -> writer.silence(silence)))
                .orElseGet(SilenceResource::unknown);
    }

    /// Ends a silence.
    @DELETE
    public Response delete(@PathParam("id") String id) throws InterruptedException {
        return alerting.expireSilence(checked(id)) ? Response.ok().build() : unknown();
    }

    /// An empty entity, for an answer without any would be given a body by the error mapper.
    private static Response unknown() {
        return Response.status(404).entity("").build();
    }

    private static String checked(String id) {
        if (!UUID.matcher(id).matches()) {
            throw ApiException.framework(
                    422, 601, "silenceID in path must be of type uuid: " + Quoting.quote(id));
        }
        return id;
    }
}

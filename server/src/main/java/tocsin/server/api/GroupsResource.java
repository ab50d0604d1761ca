package tocsin.server.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.labels.Matcher;

import java.util.function.Function;

/// `GET /api/v2/alerts/groups`.
@Path("/api/v2/alerts/groups")
public final class GroupsResource {
    private final Alerting alerting;
    private final Function<String, Matcher> matchers;

    /// Groups of this pipeline.
    public GroupsResource(Alerting alerting, Function<String, Matcher> matchers) {
        this.alerting = alerting;
        this.matchers = matchers;
    }

    /// The groups with at least one alert left.
    @GET
    public Response list(@Context UriInfo uri) throws InterruptedException {
        var filters = new Filters(uri.getQueryParameters(), matchers);
        return AlertWriter.groups(alerting.groups(filters.alerts()));
    }
}

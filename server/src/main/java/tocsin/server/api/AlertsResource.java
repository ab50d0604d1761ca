package tocsin.server.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.alert.Alert;
import tocsin.labels.Matcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// `GET` and `POST /api/v2/alerts`.
@Path("/api/v2/alerts")
public final class AlertsResource {
    private final Alerting alerting;
    private final Function<String, Matcher> matchers;
    private final Predicate<String> names;
    private final AlertBounds bounds;
    private final ApiMetrics metrics;

    /// Alerts of this pipeline.
    ///
    /// @param matchers reads one matcher, and throws IllegalArgumentException
    /// @param names which names posted labels may have
    /// @param bounds of one alert
    public AlertsResource(
            Alerting alerting,
            Function<String, Matcher> matchers,
            Predicate<String> names,
            AlertBounds bounds,
            ApiMetrics metrics) {
        this.alerting = alerting;
        this.matchers = matchers;
        this.names = names;
        this.bounds = bounds;
        this.metrics = metrics;
    }

    /// The alerts that have not ended, sorted by fingerprint.
    @GET
    public Response list(@Context UriInfo uri) throws InterruptedException {
        var filters = new Filters(uri.getQueryParameters(), matchers);
        return AlertWriter.alerts(alerting.alerts(filters.alerts()));
    }

    /// Takes alerts. Those that cannot be are told of, and the others are taken all the same. Want
    /// of room is a 400 too: of any other status the clients made from Alertmanager's description
    /// of its API, such as amtool, show no words.
    @POST
    public Response post(InputStream body) throws IOException, InterruptedException {
        var posted =
                AlertPosts.read(body, alerting.now(), alerting.resolveTimeout(), names, bounds);
        List<Alert> alerts = posted.alerts();
        metrics.received(alerts, alerting.now());
        metrics.refused(posted.refusals());
        int leftOut = alerts.isEmpty() ? 0 : alerting.put(alerts);
        List<String> problems = posted.refusals().lines();
        if (leftOut > 0) {
            problems.add(Refusals.noRoom(leftOut, alerts.size()));
        }
        if (!problems.isEmpty()) {
            throw ApiException.handler(400, String.join("\n", problems));
        }
        return Response.ok().build();
    }
}

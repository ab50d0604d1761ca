package tocsin.server.promapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.alertmanagers.Alertmanagers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What concerns scraping, which is not done here: the answers are empty and of upstream's shape,
/// so that tools which ask go on. And the Alertmanagers elsewhere that alerts of rules are sent to.
@Path("/api/v1")
public final class TargetsResource {
    private final Known alertmanagers;

    /// Who knows the Alertmanagers.
    @FunctionalInterface
    public interface Known {
        /// Those there are now.
        Alertmanagers.View view() throws InterruptedException;
    }

    /// A resource that asks who knows.
    public TargetsResource(Known alertmanagers) {
        this.alertmanagers = alertmanagers;
    }

    /// The targets.
    @GET
    @Path("targets")
    public Response targets(@Context UriInfo uri) {
        String state = Parameters.of(uri).text("state").toLowerCase(java.util.Locale.ROOT);
        boolean active = state.isEmpty() || state.equals("any") || state.equals("active");
        boolean dropped = state.isEmpty() || state.equals("any") || state.equals("dropped");
        return Envelope.data(json ->
                json.raw("{\"activeTargets\":")
                        .raw(active ? "[]" : "null")
                        .raw(",\"droppedTargets\":[],\"droppedTargetCounts\":")
                        .raw(dropped ? "{}" : "null")
                        .raw('}'));
    }

    /// What targets said of their metrics.
    @GET
    @Path("targets/metadata")
    public Response metadata() {
        return tree(List.of());
    }

    /// How a target's labels came about.
    @GET
    @Path("targets/relabel_steps")
    public Response relabelSteps(@Context UriInfo uri) {
        String pool = Parameters.of(uri).text("scrapePool");
        if (pool.isEmpty()) {
            throw PromException.badData("no scrapePool parameter provided");
        }
        return unknown(pool);
    }

    /// The pools.
    @GET
    @Path("scrape_pools")
    public Response pools() {
        return tree(Map.of("scrapePools", List.of()));
    }

    /// How a pool is configured.
    @GET
    @Path("scrape_pools/config")
    public Response poolConfig(@Context UriInfo uri) {
        return unknown(Parameters.of(uri).text("scrapePool"));
    }

    private static Response unknown(String pool) {
        return Envelope.error(404, "not_found", "unknown scrape pool \"" + pool + "\"");
    }

    /// The Alertmanagers that alerts are sent to.
    @GET
    @Path("alertmanagers")
    public Response alertmanagers() throws InterruptedException {
        Alertmanagers.View view = alertmanagers.view();
        var tree = new LinkedHashMap<String, Object>();
        tree.put("activeAlertmanagers", urls(view.active()));
        tree.put("droppedAlertmanagers", urls(view.dropped()));
        return tree(tree);
    }

    private static List<Map<String, String>> urls(List<String> shown) {
        return shown.stream().map(url -> Map.of("url", url)).toList();
    }

    private static Response tree(Object tree) {
        return Envelope.data(json -> JsonTree.write(json, tree));
    }
}

package tocsin.server.promapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// What Grafana and others ask to find out whom they talk to: `/status/*`, `/targets`,
/// `/alertmanagers`.
@Path("/api/v1")
public final class PromStatusResource {
    private final String version;
    private final Instant started;
    private final SequencedMap<String, String> flags;

    /// The status of this process.
    ///
    /// @param version of the Prometheus whose API this is; Grafana switches features by it
    /// @param flags names without dashes, and values
    public PromStatusResource(String version, Instant started, SequencedMap<String, String> flags) {
        this.version = version;
        this.started = started;
        this.flags = new LinkedHashMap<>(flags);
    }

    /// The build.
    @GET
    @Path("status/buildinfo")
    public Response buildInfo() {
        var info = new LinkedHashMap<String, String>();
        info.put("version", version);
        info.put("revision", "");
        info.put("branch", "main");
        info.put("buildUser", "tocsin");
        info.put("buildDate", "");
        info.put("goVersion", "java" + System.getProperty("java.version"));
        return object(info);
    }

    /// The process.
    @GET
    @Path("status/runtimeinfo")
    public Response runtimeInfo() {
        return Envelope.data(json -> {
            json.raw('{').key("startTime", true).text(started.toString());
            json.key("CWD", false).text(System.getProperty("user.dir", ""));
            json.key("reloadConfigSuccess", false).raw("true");
            json.key("lastConfigTime", false).text(started.toString());
            json.key("corruptionCount", false).raw('0');
            json.key("goroutineCount", false).number(Thread.activeCount());
            json.key("GOMAXPROCS", false).number(Runtime.getRuntime().availableProcessors());
            json.key("GOMEMLIMIT", false).number(Runtime.getRuntime().maxMemory());
            json.key("GOGC", false).text("");
            json.key("GODEBUG", false).text("");
            json.key("storageRetention", false).text("");
            json.raw('}');
        });
    }

    /// The flags.
    @GET
    @Path("status/flags")
    public Response flags() {
        return object(flags);
    }

    private static Response object(Map<String, String> fields) {
        return Envelope.data(json -> {
            json.raw('{');
            boolean first = true;
            for (var field : fields.entrySet()) {
                json.key(field.getKey(), first).text(field.getValue());
                first = false;
            }
            json.raw('}');
        });
    }

    /// Nothing is scraped here.
    @GET
    @Path("targets")
    public Response targets() {
        return Envelope.data(json ->
                json.raw(
                        "{\"activeTargets\":[],\"droppedTargets\":[],"
                                + "\"droppedTargetCounts\":{}}"));
    }

    /// Alerts go to the pipeline in this process.
    @GET
    @Path("alertmanagers")
    public Response alertmanagers() {
        return Envelope.data(
                json -> json.raw("{\"activeAlertmanagers\":[],\"droppedAlertmanagers\":[]}"));
    }
}

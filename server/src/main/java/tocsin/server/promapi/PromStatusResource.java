package tocsin.server.promapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.duration.DurationText;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.source.SourceException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What Grafana and others ask to find out whom they talk to: `/status/*`.
@Path("/api/v1")
public final class PromStatusResource {
    private static final String HEAD = "prometheus_tsdb_head_";
    private static final String LOADED =
            "alertmanager_config_last_reload_success_timestamp_seconds";
    private static final int USUAL_LIMIT = 10;
    private static final int MOST = 10_000;

    private final ProcessView process;
    private final SeriesSource series;

    /// The status of this process and of what it stores.
    public PromStatusResource(ProcessView process, SeriesSource series) {
        this.process = process;
        this.series = series;
    }

    /// The configuration of the rule engine.
    @GET
    @Path("status/config")
    public Response config() {
        return tree(Map.of("yaml", process.config().get()));
    }

    /// The build.
    @GET
    @Path("status/buildinfo")
    public Response buildInfo() {
        var info = new LinkedHashMap<String, Object>();
        info.put("version", process.version());
        info.put("revision", "");
        info.put("branch", "main");
        info.put("buildUser", "tocsin");
        info.put("buildDate", "");
        info.put("goVersion", "java" + System.getProperty("java.version"));
        return tree(info);
    }

    /// The process.
    @GET
    @Path("status/runtimeinfo")
    public Response runtimeInfo() {
        var info = new LinkedHashMap<String, Object>();
        info.put("startTime", process.started().toString());
        info.put("CWD", System.getProperty("user.dir", ""));
        info.put("hostname", hostName());
        info.put("serverTime", Instant.now().toString());
        info.put(
                "reloadConfigSuccess",
                process.gauge("alertmanager_config_last_reload_successful") == 1);
        double loaded = process.gauge(LOADED);
        info.put("lastConfigTime", Instant.ofEpochSecond((long) loaded).toString());
        info.put("corruptionCount", (long) process.gauge("prometheus_tsdb_wal_corruptions"));
        info.put("goroutineCount", Thread.activeCount());
        info.put("GOMAXPROCS", Runtime.getRuntime().availableProcessors());
        info.put("GOMEMLIMIT", Runtime.getRuntime().maxMemory());
        info.put("GOGC", "");
        info.put("GODEBUG", "");
        info.put("storageRetention", DurationText.format(process.retention()));
        return tree(info);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    /// The flags.
    @GET
    @Path("status/flags")
    public Response flags() {
        return tree(process.flags());
    }

    /// The log of the store is read before this server listens.
    @GET
    @Path("status/walreplay")
    public Response walReplay() {
        var replay = new LinkedHashMap<String, Object>();
        replay.put("min", 0);
        replay.put("max", 0);
        replay.put("current", 0);
        return tree(replay);
    }

    /// What makes the store large.
    @GET
    @Path("status/tsdb")
    public Response store(@Context UriInfo uri) {
        int limit = limit(Parameters.of(uri).text("limit"));
        var status = new StoreStatus();
        try (var selector = series.prepare(List.of())) {
            for (Series each : selector.select(Long.MIN_VALUE, Long.MAX_VALUE).series()) {
                status.add(each.labels());
            }
        } catch (SourceException e) {
            throw new PromException(PromException.Kind.INTERNAL, String.valueOf(e.getMessage()));
        }
        var head = new LinkedHashMap<String, Object>();
        head.put("chunkCount", (long) process.gauge(HEAD + "chunks"));
        head.put("minTime", (long) process.gauge(HEAD + "min_time"));
        head.put("maxTime", (long) process.gauge(HEAD + "max_time"));
        return tree(status.tree(head, limit));
    }

    private static int limit(String text) {
        if (text.isEmpty()) {
            return USUAL_LIMIT;
        }
        int limit;
        try {
            limit = Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw PromException.badData("limit must be a positive number");
        }
        if (limit < 1) {
            throw PromException.badData("limit must be a positive number");
        }
        if (limit > MOST) {
            throw PromException.badData("limit must not exceed " + MOST);
        }
        return limit;
    }

    /// What the bell of upstream's UI shows.
    @GET
    @Path("notifications")
    public Response notifications() {
        return tree(List.of());
    }

    private static Response tree(Object tree) {
        return Envelope.data(json -> JsonTree.write(json, tree));
    }
}

package tocsin.server.promapi;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Pretty;
import tocsin.promql.eval.Cancellation;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.Engine.Wishes;
import tocsin.promql.eval.QueryException;
import tocsin.promql.eval.Result;
import tocsin.promql.parse.ParseException;
import tocsin.server.http.ClientWatch;
import tocsin.server.http.Needs;
import tocsin.server.http.Role;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.function.Function;

/// Queries: `/query`, `/query_range`, `/format_query`.
@Path("/api/v1")
public final class QueryResource {
    /// Enough for a week at a minute's resolution, as upstream has it.
    private static final long MAX_POINTS = 11_000;

    private static final String TRUNCATED = "results truncated due to limit";

    private final Engine engine;
    private final Function<String, Expr> parser;
    private final ClientWatch clients;
    private final InstantSource clock;

    /// Queries for this engine.
    ///
    /// @param parser reads an expression, and throws [ParseException]
    /// @param clients a query whose client hangs up is cancelled
    public QueryResource(
            Engine engine,
            Function<String, Expr> parser,
            ClientWatch clients,
            InstantSource clock) {
        this.engine = engine;
        this.parser = parser;
        this.clients = clients;
        this.clock = clock;
    }

    /// A query at an instant.
    @GET
    @Path("query")
    public Response query(@Context UriInfo uri, @Context HttpServletRequest client) {
        return query(Parameters.of(uri), client);
    }

    /// The same, with the parameters in a form.
    @POST
    @Needs(Role.VIEWER)
    @Path("query")
    public Response query(
            @Context UriInfo uri, @Context HttpServletRequest client, InputStream form)
            throws IOException {
        return query(Parameters.of(uri, form), client);
    }

    private Response query(Parameters parameters, HttpServletRequest client) {
        int limit = parameters.limit();
        Instant at = parameters.time("time").orElseGet(clock::instant);
        String query = parameters.text("query");
        return answer(
                parameters,
                limit,
                client,
                wishes -> engine.instant(query, at.toEpochMilli(), wishes));
    }

    /// A query at each step of a range.
    @GET
    @Path("query_range")
    public Response range(@Context UriInfo uri, @Context HttpServletRequest client) {
        return range(Parameters.of(uri), client);
    }

    /// The same, with the parameters in a form.
    @POST
    @Needs(Role.VIEWER)
    @Path("query_range")
    public Response range(
            @Context UriInfo uri, @Context HttpServletRequest client, InputStream form)
            throws IOException {
        return range(Parameters.of(uri, form), client);
    }

    private Response range(Parameters parameters, HttpServletRequest client) {
        int limit = parameters.limit();
        long start = parameters.requiredTime("start").toEpochMilli();
        long end = parameters.requiredTime("end").toEpochMilli();
        if (end < start) {
            throw PromException.parameter("end", "end timestamp must not be before start time");
        }
        long step = parameters.requiredDuration("step").toMillis();
        if (step <= 0) {
            throw PromException.parameter(
                    "step",
                    "zero or negative query resolution step widths are not accepted. Try a positive"
                            + " integer");
        }
        if ((end - start) / step > MAX_POINTS) {
            throw PromException.badData(
                    "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing"
                            + " the query resolution (?step=XX)");
        }
        String query = parameters.text("query");
        return answer(
                parameters, limit, client, wishes -> engine.range(query, start, end, step, wishes));
    }

    private static Wishes wishes(Parameters parameters, Cancellation cancellation) {
        Duration timeout = parameters.duration("timeout").orElse(null);
        Duration lookback = parameters.duration("lookback_delta").orElse(null);
        return new Wishes(timeout, lookback, cancellation);
    }

    /// A query that has been prepared and not yet run.
    private interface Asked {
        Result run(Wishes wishes);
    }

    private Response answer(
            Parameters parameters, int limit, HttpServletRequest client, Asked asked) {
        long began = System.nanoTime();
        var cancellation = new Cancellation();
        Wishes wishes = wishes(parameters, cancellation);
        Result result;
        try (ClientWatch.Watching _ = clients.watch(client, cancellation::cancel)) {
            result = run(asked, wishes);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        var warnings = new ArrayList<>(result.warnings());
        Result.Value value = ResultWriter.limited(result.value(), limit);
        if (!value.equals(result.value())) {
            warnings.add(TRUNCATED);
        }
        boolean stats = !parameters.text("stats").isEmpty();
        return Envelope.data(
                json -> {
                    ResultWriter.begin(json, value);
                    if (stats) {
                        ResultWriter.stats(json, result.stats(), took);
                    }
                    json.raw('}');
                },
                warnings,
                result.infos());
    }

    private static Result run(Asked asked, Wishes wishes) {
        try {
            return asked.run(wishes);
        } catch (ParseException e) {
            throw PromException.parameter("query", String.valueOf(e.getMessage()));
        } catch (QueryException e) {
            PromException.Kind kind =
                    switch (e.kind()) {
                        case EXECUTION -> PromException.Kind.EXECUTION;
                        case TIMEOUT -> PromException.Kind.TIMEOUT;
                        case CANCELED -> PromException.Kind.CANCELED;
                        case STORAGE -> PromException.Kind.INTERNAL;
                        case BUSY -> PromException.Kind.BUSY;
                    };
            throw new PromException(kind, String.valueOf(e.getMessage()));
        }
    }

    /// A query, written well.
    @GET
    @Path("format_query")
    public Response format(@Context UriInfo uri) {
        return format(Parameters.of(uri));
    }

    /// The same, with the parameters in a form.
    @POST
    @Needs(Role.VIEWER)
    @Path("format_query")
    public Response format(@Context UriInfo uri, InputStream form) throws IOException {
        return format(Parameters.of(uri, form));
    }

    private Response format(Parameters parameters) {
        Expr expr;
        try {
            expr = parser.apply(parameters.text("query"));
        } catch (ParseException e) {
            throw PromException.parameter("query", String.valueOf(e.getMessage()));
        }
        String text = Pretty.print(expr);
        return Envelope.data(json -> json.text(text));
    }
}

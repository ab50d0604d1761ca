package tocsin.server.promapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.labels.Matcher;
import tocsin.promql.ast.Expr;
import tocsin.promql.parse.ParseException;
import tocsin.server.http.Needs;
import tocsin.server.http.Role;
import tocsin.server.promapi.ExemplarSource.Exemplar;
import tocsin.server.promapi.ExemplarSource.OfSeries;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// `/query_exemplars`: the exemplars of the series that a query selects.
@Path("/api/v1/query_exemplars")
public final class ExemplarsResource {
    private final ExemplarSource source;
    private final Function<String, Expr> parser;

    /// The exemplars of a source.
    ///
    /// @param parser reads an expression, and throws [ParseException]
    public ExemplarsResource(ExemplarSource source, Function<String, Expr> parser) {
        this.source = source;
        this.parser = parser;
    }

    /// Exemplars.
    @GET
    public Response query(@Context UriInfo uri) {
        return answer(Parameters.of(uri));
    }

    /// The same, with the parameters in a form.
    @POST
    @Needs(Role.VIEWER)
    public Response query(@Context UriInfo uri, InputStream form) throws IOException {
        return answer(Parameters.of(uri, form));
    }

    private Response answer(Parameters parameters) {
        long from = parameters.time("start").map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
        long to = parameters.time("end").map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        if (to < from) {
            throw PromException.badData("end timestamp must not be before start timestamp");
        }
        List<List<Matcher>> selections;
        try {
            selections = Selectors.of(parser.apply(parameters.text("query")));
        } catch (ParseException e) {
            throw PromException.badData(String.valueOf(e.getMessage()));
        }
        if (selections.isEmpty()) {
            return Response.noContent().build();
        }
        List<OfSeries> found = source.find(selections, from, to);
        return Envelope.data(json -> {
            json.raw('[');
            for (int i = 0; i < found.size(); i++) {
                json.raw(i == 0 ? "" : ",").raw("{\"seriesLabels\":");
                RuleWriter.labels(json, found.get(i).series());
                json.raw(",\"exemplars\":[");
                exemplars(json, found.get(i).exemplars());
                json.raw("]}");
            }
            json.raw(']');
        });
    }

    private static void exemplars(JsonOut json, List<Exemplar> exemplars) {
        for (int i = 0; i < exemplars.size(); i++) {
            Exemplar each = exemplars.get(i);
            json.raw(i == 0 ? "{" : ",{").key("labels", true);
            RuleWriter.labels(json, each.labels());
            json.raw(",\"value\":\"").raw(Numbers.sample(each.value()));
            json.raw("\",\"timestamp\":").raw(Numbers.time(each.timestampMillis())).raw('}');
        }
    }
}

package tocsin.server.promapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.promql.ast.Expr;
import tocsin.promql.parse.ParseException;
import tocsin.server.http.Needs;
import tocsin.server.http.Role;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/// `/parse_query`: a query as a tree, which the explain view of upstream's UI draws.
@Path("/api/v1/parse_query")
public final class ParseResource {
    private final Function<String, Expr> parser;

    /// Trees of this parser.
    ///
    /// @param parser reads an expression, and throws [ParseException]
    public ParseResource(Function<String, Expr> parser) {
        this.parser = parser;
    }

    /// The tree of a query.
    @GET
    public Response get(@Context UriInfo uri) {
        return tree(Parameters.of(uri));
    }

    /// The same, with the parameters in a form.
    @POST
    @Needs(Role.VIEWER)
    public Response post(@Context UriInfo uri, InputStream form) throws IOException {
        return tree(Parameters.of(uri, form));
    }

    private Response tree(Parameters parameters) {
        try {
            var tree = ExprTree.of(parser.apply(parameters.text("query")));
            return Envelope.data(json -> JsonTree.write(json, tree));
        } catch (ParseException e) {
            throw PromException.parameter("query", String.valueOf(e.getMessage()));
        }
    }
}

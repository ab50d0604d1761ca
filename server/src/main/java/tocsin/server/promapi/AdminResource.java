package tocsin.server.promapi;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.labels.Matcher;
import tocsin.server.http.Needs;
import tocsin.server.http.Role;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// `/admin/tsdb`: deletion and snapshots, behind `--web.enable-admin-api`.
@Path("/api/v1/admin/tsdb")
@Needs(Role.ADMIN)
public final class AdminResource {
    private final Optional<TsdbAdmin> storage;
    private final Function<String, List<Matcher>> selectors;

    /// Administration of a storage.
    ///
    /// @param storage nothing where the flag is not set
    /// @param selectors reads a metric selector, and throws IllegalArgumentException
    public AdminResource(Optional<TsdbAdmin> storage, Function<String, List<Matcher>> selectors) {
        this.storage = storage;
        this.selectors = selectors;
    }

    private TsdbAdmin storage() {
        return storage.orElseThrow(
                () -> new PromException(PromException.Kind.UNAVAILABLE, "admin APIs disabled"));
    }

    /// Deletes samples.
    @POST
    @Path("delete_series")
    public Response delete(@Context UriInfo uri, InputStream form) throws IOException {
        TsdbAdmin tsdb = storage();
        Parameters parameters = Parameters.of(uri, form);
        if (parameters.all("match[]").isEmpty()) {
            throw PromException.badData("no match[] parameter provided");
        }
        long from = parameters.time("start").map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
        long to = parameters.time("end").map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        List<List<Matcher>> all = new ArrayList<>();
        for (String text : parameters.all("match[]")) {
            all.add(matchers(text));
        }
        for (List<Matcher> matchers : all) {
            done(() -> tsdb.delete(matchers, from, to));
        }
        return Response.noContent().build();
    }

    private List<Matcher> matchers(String text) {
        try {
            return selectors.apply(text);
        } catch (IllegalArgumentException e) {
            throw PromException.parameter("match[]", String.valueOf(e.getMessage()));
        }
    }

    /// The same.
    @PUT
    @Path("delete_series")
    public Response deleteByPut(@Context UriInfo uri, InputStream form) throws IOException {
        return delete(uri, form);
    }

    /// Gives the room of what was deleted back.
    @POST
    @Path("clean_tombstones")
    public Response clean() {
        TsdbAdmin tsdb = storage();
        done(tsdb::cleanTombstones);
        return Response.noContent().build();
    }

    /// The same.
    @PUT
    @Path("clean_tombstones")
    public Response cleanByPut() {
        return clean();
    }

    /// Takes a snapshot.
    @POST
    @Path("snapshot")
    public Response snapshot(@Context UriInfo uri, InputStream form) throws IOException {
        TsdbAdmin tsdb = storage();
        String skip = Parameters.of(uri, form).text("skip_head");
        if (!skip.isEmpty() && !skip.matches("1|t|T|TRUE|true|True|0|f|F|FALSE|false|False")) {
            throw PromException.parameter(
                    "skip_head", "unable to parse boolean " + skip + ": invalid syntax");
        }
        boolean skips = skip.matches("1|t|T|TRUE|true|True");
        var name = new String[1];
        done(() -> name[0] = tsdb.snapshot(!skips));
        return Envelope.data(json -> json.raw('{').key("name", true).text(name[0]).raw('}'));
    }

    /// The same.
    @PUT
    @Path("snapshot")
    public Response snapshotByPut(@Context UriInfo uri, InputStream form) throws IOException {
        return snapshot(uri, form);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void done(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new PromException(PromException.Kind.INTERNAL, String.valueOf(e.getMessage()));
        }
    }
}

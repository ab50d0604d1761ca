package tocsin.server.promapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.labels.Quoting;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.source.SourceException;
import tocsin.server.http.Needs;
import tocsin.server.http.Role;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/// What series there are: `/series`, `/labels`, `/label/{name}/values`, `/metadata`.
@Path("/api/v1")
public final class SeriesResource {
    private static final List<String> TRUNCATED = List.of("results truncated due to limit");

    private final SeriesSource source;
    private final Function<String, List<Matcher>> selectors;
    private final MetadataSource metadata;

    /// The series of a source.
    ///
    /// @param selectors reads a metric selector, and throws IllegalArgumentException
    public SeriesResource(
            SeriesSource source,
            Function<String, List<Matcher>> selectors,
            MetadataSource metadata) {
        this.source = source;
        this.selectors = selectors;
        this.metadata = metadata;
    }

    /// The label sets that match any of the selectors.
    @GET
    @Path("series")
    public Response series(@Context UriInfo uri) {
        return series(Parameters.of(uri));
    }

    /// The same, with the parameters in a form.
    @POST
    @Needs(Role.VIEWER)
    @Path("series")
    public Response series(@Context UriInfo uri, InputStream form) throws IOException {
        return series(Parameters.of(uri, form));
    }

    private Response series(Parameters parameters) {
        if (parameters.all("match[]").isEmpty()) {
            throw PromException.badData("no match[] parameter provided");
        }
        var found = new TreeSet<Labels>();
        forEach(parameters, found::add);
        return limited(
                found,
                parameters.limit(),
                (json, all) -> {
                    json.raw('[');
                    boolean first = true;
                    for (Labels labels : all) {
                        json.raw(first ? "" : ",");
                        RuleWriter.labels(json, labels);
                        first = false;
                    }
                    json.raw(']');
                });
    }

    /// The names of labels.
    @GET
    @Path("labels")
    public Response labels(@Context UriInfo uri) {
        return labels(Parameters.of(uri));
    }

    /// The same, with the parameters in a form.
    @POST
    @Needs(Role.VIEWER)
    @Path("labels")
    public Response labels(@Context UriInfo uri, InputStream form) throws IOException {
        return labels(Parameters.of(uri, form));
    }

    private Response labels(Parameters parameters) {
        NavigableSet<String> names = new TreeSet<>();
        forEach(parameters, labels -> labels.forEachLabel((name, _) -> names.add(name)));
        return limited(names, parameters.limit(), Envelope::texts);
    }

    /// The values of a label.
    @GET
    @Path("label/{name}/values")
    public Response values(@Context UriInfo uri, @PathParam("name") String escaped) {
        Parameters parameters = Parameters.of(uri);
        String name = EscapedName.read(escaped);
        if (!LabelNames.isUtf8(name)) {
            throw PromException.badData("invalid label name: " + Quoting.quote(name));
        }
        NavigableSet<String> values = new TreeSet<>();
        forEach(parameters, labels -> labels.find(name).ifPresent(values::add));
        return limited(values, parameters.limit(), Envelope::texts);
    }

    /// What senders said of metrics.
    @GET
    @Path("metadata")
    public Response metadata(@Context UriInfo uri) {
        Parameters parameters = Parameters.of(uri);
        int limit = count(parameters, "limit");
        int each = count(parameters, "limit_per_metric");
        String metric = parameters.text("metric");
        return Envelope.data(json -> {
            json.raw('{');
            int written = 0;
            for (var entry : metadata.all().entrySet()) {
                boolean wanted = metric.isEmpty() || metric.equals(entry.getKey());
                if (wanted && (limit < 0 || written < limit)) {
                    json.key(entry.getKey(), written++ == 0);
                    descriptions(json, entry.getValue(), each);
                }
            }
            json.raw('}');
        });
    }

    /// A limit that may be left out; below zero for none.
    private static int count(Parameters parameters, String name) {
        String text = parameters.text(name);
        if (text.isEmpty()) {
            return -1;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw PromException.badData(name + " must be a number");
        }
    }

    private static void descriptions(JsonOut json, List<MetadataSource.Description> all, int most) {
        json.raw('[');
        int end = most <= 0 ? all.size() : Math.min(most, all.size());
        for (int i = 0; i < end; i++) {
            json.raw(i == 0 ? "{" : ",{").key("type", true).text(all.get(i).type());
            json.key("unit", false).text(all.get(i).unit());
            json.key("help", false).text(all.get(i).help()).raw('}');
        }
        json.raw(']');
    }

    private void forEach(Parameters parameters, Consumer<Labels> each) {
        long from = parameters.time("start").map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
        long to = parameters.time("end").map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        List<List<Matcher>> all = new ArrayList<>();
        for (String text : parameters.all("match[]")) {
            all.add(matchers(text));
        }
        if (all.isEmpty()) {
            all.add(List.of());
        }
        for (List<Matcher> matchers : all) {
            try (var selector = source.prepare(matchers)) {
                long after = from == Long.MIN_VALUE ? from : from - 1;
                for (Series series : selector.select(after, to).series()) {
                    each.accept(series.labels());
                }
            } catch (SourceException e) {
                throw new PromException(
                        PromException.Kind.EXECUTION, String.valueOf(e.getMessage()));
            }
        }
    }

    private List<Matcher> matchers(String text) {
        List<Matcher> matchers;
        try {
            matchers = selectors.apply(text);
        } catch (IllegalArgumentException e) {
            throw PromException.parameter("match[]", String.valueOf(e.getMessage()));
        }
        if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
            throw PromException.parameter(
                    "match[]", "match[] must contain at least one non-empty matcher");
        }
        return matchers;
    }

    /// Writes all of a collection.
    private interface Writing<T> {
        void write(JsonOut json, Collection<T> all);
    }

    private static <T> Response limited(Collection<T> found, int limit, Writing<T> writing) {
        if (limit == 0 || found.size() <= limit) {
            return Envelope.data(json -> writing.write(json, found));
        }
        List<T> kept = found.stream().limit(limit).toList();
        return Envelope.data(json -> writing.write(json, kept), TRUNCATED, List.of());
    }
}

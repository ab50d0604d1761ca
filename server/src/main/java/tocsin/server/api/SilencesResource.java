package tocsin.server.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.labels.Matcher;
import tocsin.server.api.Alerting.SilenceAnswer;
import tocsin.server.api.Alerting.SilenceView;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// `GET` and `POST /api/v2/silences`.
@Path("/api/v2/silences")
public final class SilencesResource {
    private final Alerting alerting;
    private final Function<String, Matcher> matchers;
    private final Predicate<String> names;

    /// Silences of this pipeline.
    ///
    /// @param matchers reads one matcher, and throws IllegalArgumentException
    /// @param names which names labels in posted matchers may have
    public SilencesResource(
            Alerting alerting, Function<String, Matcher> matchers, Predicate<String> names) {
        this.alerting = alerting;
        this.matchers = matchers;
        this.names = names;
    }

    /// The silences, active ones first; a filter must stand in the silence word by word.
    @GET
    public Response list(@Context UriInfo uri) throws InterruptedException {
        var filters = new Filters(uri.getQueryParameters(), matchers);
        List<Matcher> wanted = filters.matchers();
        List<SilenceView> silences =
                alerting.silences().stream()
                        .filter(silence -> filters.isOn(silence.state()))
                        .filter(silence -> silence.matchers().containsAll(wanted))
                        .sorted(SilencesResource::compare)
                        .toList();
        return ViewWriter.answer(writer -> writer.list(silences, writer::silence));
    }

    /// Active ones by their end, pending ones by their start, expired ones by the latest end.
    private static int compare(SilenceView a, SilenceView b) {
        int order = Integer.compare(rank(a), rank(b));
        if (order != 0) {
            return order;
        }
        order =
                switch (rank(a)) {
                    case 0 -> a.endsAt().compareTo(b.endsAt());
                    case 1 -> a.startsAt().compareTo(b.startsAt());
                    default -> b.endsAt().compareTo(a.endsAt());
                };
        return order != 0 ? order : Comparator.comparing(SilenceView::id).compare(a, b);
    }

    private static int rank(SilenceView silence) {
        return switch (silence.state()) {
            case "active" -> 0;
            case "pending" -> 1;
            default -> 2;
        };
    }

    /// Makes or changes a silence.
    @POST
    public Response post(InputStream body) throws IOException, InterruptedException {
        var posted = SilencePosts.read(body, alerting.now(), names);
        return switch (alerting.putSilence(posted)) {
            case SilenceAnswer.Stored(String id) ->
                    ViewWriter.answer(writer -> {
                        writer.json().writeStartObject();
                        writer.json().writeStringField("silenceID", id);
                        writer.json().writeEndObject();
                    });
            case SilenceAnswer.Unknown() -> throw ApiException.handler(404, "silence not found");
            case SilenceAnswer.Invalid(String reason) -> throw ApiException.handler(400, reason);
        };
    }
}

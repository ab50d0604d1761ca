package tocsin.server.explain;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import org.jspecify.annotations.Nullable;

import tocsin.history.Event;
import tocsin.labels.Fingerprint;
import tocsin.pipeline.Explanation;

import java.util.List;
import java.util.Optional;

/// `GET /api/tocsin/v1/explain?fingerprint=…`: why somebody was, or was not, paged about an alert.
@Path("/api/tocsin/v1/explain")
public final class ExplainResource {
    private static final int MOST_EVENTS = 1_000;

    private final Explaining explaining;

    /// Explains by this member.
    public ExplainResource(Explaining explaining) {
        this.explaining = explaining;
    }

    /// How it stands with an alert, and the newest of its events.
    @GET
    public Response explain(@QueryParam("fingerprint") @Nullable String text)
            throws InterruptedException {
        Fingerprint id = fingerprint(text == null ? "" : text);
        Optional<Explanation> found = explaining.explain(id);
        List<Event> events = explaining.history(event -> event.alerts().contains(id), MOST_EVENTS);
        if (found.isEmpty() && events.isEmpty()) {
            throw Pages.refused(404, "no alert with the fingerprint " + id + " was heard of");
        }
        return Pages.answer(pages -> {
            if (found.isPresent()) {
                pages.explanation(found.get(), events);
            } else {
                pages.forgotten(id, events);
            }
        });
    }

    static Fingerprint fingerprint(String text) {
        if (!text.matches("[0-9a-fA-F]{16}")) {
            throw Pages.refused(
                    400, "fingerprint: expected 16 hexadecimal digits, got \"" + text + "\"");
        }
        return Fingerprint.parse(text);
    }
}

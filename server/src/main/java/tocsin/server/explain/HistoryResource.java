package tocsin.server.explain;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.history.Event;
import tocsin.labels.Fingerprint;
import tocsin.labels.Matcher;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// `GET /api/tocsin/v1/history`: what happened, oldest first, by `filter` (matchers of alerts,
/// repeated), `fingerprint`, `receiver` (an expression for the receiver's name), `event` (its word,
/// repeated), `since`, `until` (RFC 3339) and `limit` (the newest so many).
@Path("/api/tocsin/v1/history")
public final class HistoryResource {
    private static final int LIMIT = 500;
    private static final int LARGEST_LIMIT = 10_000;

    private final Explaining explaining;
    private final Function<String, Matcher> matchers;

    /// The history of this member.
    ///
    /// @param matchers reads one matcher, and throws IllegalArgumentException
    public HistoryResource(Explaining explaining, Function<String, Matcher> matchers) {
        this.explaining = explaining;
        this.matchers = matchers;
    }

    /// The newest events that pass.
    @GET
    public Response list(@Context UriInfo uri) throws InterruptedException {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        Predicate<Event> wanted =
                between(query).and(kinds(query)).and(receiver(query)).and(alerts(query));
        List<Event> events = explaining.history(wanted, limit(query));
        return Pages.answer(pages -> pages.events(events));
    }

    private static int limit(MultivaluedMap<String, String> query) {
        String text = query.getFirst("limit");
        if (text == null || text.isEmpty()) {
            return LIMIT;
        }
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > LARGEST_LIMIT) {
            throw Pages.refused(
                    400, "limit: expected a number from 1 to " + LARGEST_LIMIT + ", got " + text);
        }
        return Integer.parseInt(text);
    }

    private static Predicate<Event> between(MultivaluedMap<String, String> query) {
        Instant since = time(query, "since", Instant.MIN);
        Instant until = time(query, "until", Instant.MAX);
        return event -> !event.at().isBefore(since) && event.at().isBefore(until);
    }

    private static Instant time(
            MultivaluedMap<String, String> query, String name, Instant otherwise) {
        String text = query.getFirst(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Pages.refused(
                    400, name + ": expected RFC 3339 as 2026-01-31T12:00:00Z, got " + text);
        }
    }

    private static Predicate<Event> kinds(MultivaluedMap<String, String> query) {
        List<String> words = query.getOrDefault("event", List.of());
        List<String> known = Arrays.stream(Event.Kind.values()).map(Event.Kind::word).toList();
        for (String word : words) {
            if (!known.contains(word)) {
                throw Pages.refused(
                        400, "event: expected one of " + known + ", got \"" + word + "\"");
            }
        }
        return event -> words.isEmpty() || words.contains(event.kind().word());
    }

    private static Predicate<Event> receiver(MultivaluedMap<String, String> query) {
        String text = query.getFirst("receiver");
        if (text == null || text.isEmpty()) {
            return event -> true;
        }
        try {
            Pattern pattern = Pattern.compile("^(?:" + text + ")(?:/.*)?$");
            return event -> pattern.matches(event.receiver());
        } catch (PatternSyntaxException e) {
            throw Pages.refused(400, "receiver: " + e.getMessage());
        }
    }

    /// An event of many alerts names fingerprints only; which labels those have is known of alerts
    /// that are still known, and of those whose coming is among the events.
    private Predicate<Event> alerts(MultivaluedMap<String, String> query)
            throws InterruptedException {
        Predicate<Event> wanted = event -> true;
        String id = query.getFirst("fingerprint");
        if (id != null && !id.isEmpty()) {
            Fingerprint fingerprint = ExplainResource.fingerprint(id);
            wanted = event -> event.alerts().contains(fingerprint);
        }
        List<Matcher> all = parsed(query.getOrDefault("filter", List.of()));
        if (all.isEmpty()) {
            return wanted;
        }
        Set<Fingerprint> known = explaining.known(labels -> Matcher.all(all, labels));
        return wanted.and(event ->
                event.labels().isEmpty()
                        ? event.alerts().stream().anyMatch(known::contains)
                        : Matcher.all(all, event.labels()));
    }

    private List<Matcher> parsed(List<String> texts) {
        var parsed = new ArrayList<Matcher>();
        for (String text : texts) {
            try {
                parsed.add(matchers.apply(text));
            } catch (IllegalArgumentException e) {
                throw Pages.refused(400, "filter: " + e.getMessage());
            }
        }
        return parsed;
    }
}

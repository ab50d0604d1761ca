package tocsin.server.ui;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.history.Event;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.pipeline.Explanation;
import tocsin.server.explain.Explaining;
import tocsin.server.ui.Rendering.Page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// `/alerts/{fingerprint}/why`: why somebody was, or was not, paged about an alert: how it stands
/// on each of its ways, and everything that happened to it, newest first.
@Path("/alerts/{fingerprint}/why")
public final class WhyPage {
    private static final int MOST_EVENTS = 500;

    /// Steps on the way have no colour of their own.
    private static final Map<String, String> STYLES =
            Map.of(
                    "delivered", "resolved",
                    "told-elsewhere", "resolved",
                    "resolved", "resolved",
                    "refused", "firing",
                    "retried", "firing",
                    "failed", "firing",
                    "expired", "firing",
                    "inhibited", "muted",
                    "silenced", "muted",
                    "time-muted", "muted");

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Explaining explaining;
    private final Supplier<Instant> clock;
    private final Rendering render;

    WhyPage(Explaining explaining, Supplier<Instant> clock, Rendering render) {
        this.explaining = explaining;
        this.clock = clock;
        this.render = render;
    }

    /// An integration at the end of a way.
    ///
    /// @param told when it was last told, and as what; empty when never
    record Ear(String place, String why, String told, String member) {}

    /// A route with its group.
    record Way(
            String receiver,
            String route,
            String groupKey,
            List<AlertRow.Chip> chips,
            String nextFlush,
            String mutedBy,
            List<Ear> ears) {}

    /// A step of the timeline.
    ///
    /// @param kind of the event, as a style
    /// @param day the day, on the first step of it; else empty
    record Step(
            String day,
            String time,
            Ago ago,
            String word,
            String kind,
            String receiver,
            String detail,
            String others) {}

    /// The page.
    ///
    /// @param state `forgotten` when only the history still knows the alert
    record Model(
            String fingerprint,
            boolean found,
            String name,
            String state,
            List<AlertRow.Chip> chips,
            List<Way> ways,
            boolean known,
            List<Step> steps,
            String older) {}

    /// The explanation.
    @GET
    public Response page(
            @PathParam("fingerprint") String text,
            @Context UriInfo uri,
            @Context HttpHeaders headers)
            throws InterruptedException {
        if (!text.matches("[0-9a-fA-F]{16}")) {
            return missing(text, uri);
        }
        Fingerprint id = Fingerprint.parse(text);
        Optional<Explanation> explanation = explaining.explain(id);
        List<Event> events = explaining.history(event -> event.alerts().contains(id), MOST_EVENTS);
        if (explanation.isEmpty() && events.isEmpty()) {
            return missing(text, uri);
        }
        Model model = model(text, explanation, events);
        return render.answer(
                new Page("why", "Why was I (not) paged?", "Alerts", 5, model), uri, headers);
    }

    private Response missing(String text, UriInfo uri) {
        var model = new Model(text, false, "", "", List.of(), List.of(), false, List.of(), "");
        return render.answer(
                404, Page.still("why", "Why was I (not) paged?", "Alerts", model), uri);
    }

    private Model model(String id, Optional<Explanation> explanation, List<Event> events) {
        Instant now = clock.get();
        Labels labels =
                explanation
                        .map(found -> found.alert().alert().labels())
                        .orElseGet(() -> labels(events));
        String name = labels.get(Labels.ALERT_NAME);
        return new Model(
                id,
                true,
                name.isEmpty() ? "(no name)" : name,
                explanation.map(Explanation::state).orElse("forgotten"),
                AlertRow.chips(labels, AlertQuery.ALL),
                explanation
                        .map(found -> found.ways().stream().map(way -> way(way, now)).toList())
                        .orElse(List.of()),
                explanation.isPresent(),
                steps(events, now),
                events.size() < MOST_EVENTS ? "" : "" + MOST_EVENTS);
    }

    private static Labels labels(List<Event> events) {
        return events.stream()
                .map(Event::labels)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse(Labels.EMPTY);
    }

    private static Way way(Explanation.Way way, Instant now) {
        return new Way(
                way.receiver(),
                way.routeId(),
                way.groupKey(),
                AlertRow.chips(way.groupLabels(), AlertQuery.ALL),
                way.nextFlush().map(at -> Ago.of(at, now).text()).orElse(""),
                String.join(", ", way.mutedBy()),
                way.ears().stream().map(ear -> ear(ear, now)).toList());
    }

    private static Ear ear(Explanation.Ear ear, Instant now) {
        return new Ear(
                ear.place(),
                ear.why(),
                ear.lastTold()
                        .map(told ->
                                (told.asFiring() ? "firing" : "resolved")
                                        + " "
                                        + Ago.of(told.at(), now).text())
                        .orElse(""),
                ear.lastTold().map(Explanation.LastTold::member).orElse(""));
    }

    private static List<Step> steps(List<Event> events, Instant now) {
        var steps = new ArrayList<Step>();
        String day = "";
        for (Event event : events.reversed()) {
            String its = DAY.format(event.at());
            int others = event.alerts().size() - 1;
            steps.add(
                    new Step(
                            its.equals(day) ? "" : its,
                            CLOCK.format(event.at()),
                            Ago.of(event.at(), now),
                            event.kind().word(),
                            STYLES.getOrDefault(event.kind().word(), "waiting"),
                            event.receiver(),
                            event.detail(),
                            others > 0 ? "with " + others + " more" : ""));
            day = its;
        }
        return steps;
    }
}

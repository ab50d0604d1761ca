package tocsin.server.ui;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.server.api.Alerting.AlertView;
import tocsin.server.api.Alerting.GroupView;
import tocsin.server.ui.Paging.Cut;
import tocsin.server.ui.Rendering.Page;
import tocsin.server.ui.Snapshots.Snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// `/`, also `/alerts`: what is wrong now.
@Path("/")
public final class AlertsPage {
    private static final int CARDS = 40;
    private static final int TABLE_ROWS = 100;
    private static final int MANY = 5_000;

    private final Snapshots snapshots;
    private final Function<String, List<Matcher>> matchers;
    private final Rendering render;

    AlertsPage(Snapshots snapshots, Function<String, List<Matcher>> matchers, Rendering render) {
        this.snapshots = snapshots;
        this.matchers = matchers;
        this.render = render;
    }

    /// A state with the number of alerts in it.
    record Counter(String word, int count, String href, boolean selected, boolean empty) {}

    /// A receiver to choose.
    record Choice(String receiver, boolean selected) {}

    /// The page.
    ///
    /// @param nothing no alert at all; `noneMatch` when only none was asked for
    record Model(
            String filter,
            String problem,
            String state,
            boolean asTable,
            String cardsHref,
            String tableHref,
            String silenceHref,
            List<Choice> receivers,
            List<Counter> counters,
            String summary,
            boolean nothing,
            boolean noneMatch,
            List<Cards.Card> cards,
            List<AlertRow> rows,
            Paging paging,
            String what) {}

    /// The alerts.
    @GET
    public Response root(@Context UriInfo uri, @Context HttpHeaders headers)
            throws InterruptedException {
        return page(uri, headers);
    }

    /// The alerts, by another name.
    @GET
    @Path("alerts")
    public Response page(@Context UriInfo uri, @Context HttpHeaders headers)
            throws InterruptedException {
        Snapshot snapshot = snapshots.latest();
        AlertQuery query = AlertQuery.of(uri.getQueryParameters(), matchers);
        int alerts = snapshot.groups().stream().mapToInt(group -> group.alerts().size()).sum();
        return render.answer(
                new Page(
                        "alerts",
                        "Alerts",
                        "Alerts",
                        alerts > MANY ? 30 : 5,
                        model(snapshot, query)),
                uri,
                headers);
    }

    /// One alert.
    ///
    /// @param unheard whether it ends only because nobody says that it goes on
    record Detail(AlertRow alert, Ago updated, Ago ends, boolean unheard, List<Told> groups) {}

    /// A group that the alert is in.
    record Told(String receiver, String receiverHref, List<AlertRow.Chip> groupChips) {}

    /// One alert, with who is told of it.
    @GET
    @Path("alerts/{fingerprint}")
    public Response detail(
            @PathParam("fingerprint") String fingerprint,
            @Context UriInfo uri,
            @Context HttpHeaders headers)
            throws InterruptedException {
        Snapshot snapshot = snapshots.latest();
        var groups = new ArrayList<Told>();
        Optional<AlertView> found = Optional.empty();
        for (GroupView group : snapshot.groups()) {
            for (AlertView view : group.alerts()) {
                if (view.alert().fingerprint().toString().equals(fingerprint)) {
                    found = Optional.of(view);
                    groups.add(told(group));
                }
            }
        }
        if (found.isEmpty()) {
            var message =
                    new SilencesPage.Message(
                            "This alert is over", "No alert " + fingerprint + " is known now.");
            return render.answer(404, Page.still("message", "Alert", "Alerts", message), uri);
        }
        AlertView view = found.get();
        var model =
                new Detail(
                        AlertRow.of(view, snapshot.at(), AlertQuery.ALL, Set.of(), Set.of()),
                        Ago.of(view.alert().updatedAt(), snapshot.at()),
                        Ago.of(view.alert().endsAt(), snapshot.at()),
                        view.alert().timedOut(),
                        groups);
        return render.answer(
                new Page("alert", model.alert().name(), "Alerts", 5, model), uri, headers);
    }

    private static Told told(GroupView group) {
        return new Told(
                group.receiver(),
                Link.to("").with("receiver", group.receiver()).toString(),
                AlertRow.chips(group.labels(), AlertQuery.ALL));
    }

    private static Model model(Snapshot snapshot, AlertQuery query) {
        List<GroupView> views =
                snapshot.groups().stream()
                        .filter(group ->
                                query.receiver().isEmpty()
                                        || group.receiver().equals(query.receiver()))
                        .toList();
        Map<Standing, Integer> counts = counts(views, query);
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        List<Cards.Group> groups = Cards.groups(views, query);
        Cut<Cards.Group> cards =
                Paging.cut(query.table() ? List.of() : groups, query.page(), CARDS, query::page);
        Cut<AlertView> rows =
                Paging.cut(
                        query.table() ? Cards.table(groups) : List.of(),
                        query.page(),
                        TABLE_ROWS,
                        query::page);
        Instant at = snapshot.at();
        return new Model(
                query.filter(),
                query.problem(),
                query.standing().map(Standing::word).orElse(""),
                query.table(),
                query.inView(false).toString(),
                query.inView(true).toString(),
                Link.to("silences/new").with("filter", query.filter()).toString(),
                receivers(snapshot, query),
                counters(counts, total, query),
                summary(counts, total),
                snapshot.groups().isEmpty(),
                !snapshot.groups().isEmpty() && groups.isEmpty(),
                cards.items().stream().map(group -> Cards.card(group, query, at)).toList(),
                rows.items().stream().map(view -> row(view, query, at)).toList(),
                query.table() ? rows.paging() : cards.paging(),
                query.table() ? "alerts" : "groups");
    }

    private static AlertRow row(AlertView view, AlertQuery query, Instant at) {
        return AlertRow.of(view, at, query, Set.of(Labels.ALERT_NAME), Set.of());
    }

    private static Map<Standing, Integer> counts(List<GroupView> views, AlertQuery query) {
        var counts = new EnumMap<Standing, Integer>(Standing.class);
        var seen = new HashSet<Labels>();
        for (GroupView view : views) {
            for (AlertView alert : view.alerts()) {
                Labels labels = alert.alert().labels();
                if (query.matches(labels) && seen.add(labels)) {
                    counts.merge(Standing.of(alert.status()), 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    private static List<Counter> counters(
            Map<Standing, Integer> counts, int total, AlertQuery query) {
        var counters = new ArrayList<Counter>();
        counters.add(
                new Counter(
                        "all",
                        total,
                        query.inState(Optional.empty()).toString(),
                        query.standing().isEmpty(),
                        total == 0));
        for (Standing standing : Standing.values()) {
            int count = counts.getOrDefault(standing, 0);
            counters.add(
                    new Counter(
                            standing.word(),
                            count,
                            query.inState(Optional.of(standing)).toString(),
                            query.standing().equals(Optional.of(standing)),
                            count == 0));
        }
        return counters;
    }

    private static String summary(Map<Standing, Integer> counts, int total) {
        return counts.getOrDefault(Standing.FIRING, 0) + " firing of " + total + " alerts";
    }

    private static List<Choice> receivers(Snapshot snapshot, AlertQuery query) {
        return snapshot.groups().stream()
                .map(GroupView::receiver)
                .distinct()
                .sorted()
                .map(name -> new Choice(name, name.equals(query.receiver())))
                .toList();
    }
}

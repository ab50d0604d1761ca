package tocsin.server.ui;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.duration.DurationText;
import tocsin.labels.Labels;
import tocsin.rules.AlertState;
import tocsin.rules.RuleAlert;
import tocsin.rules.RuleGroupView;
import tocsin.rules.RuleGroupView.RuleView;
import tocsin.rules.RuleSpec;
import tocsin.server.rules.RuleStand;
import tocsin.server.ui.Paging.Cut;
import tocsin.server.ui.Rendering.Page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// `/rules`: the groups, their rules, and the alerts those hold.
@Path("/rules")
public final class RulesPage {
    private static final int GROUPS = 25;
    private static final int ALERTS = 20;
    private static final List<String> KINDS =
            List.of("all", "firing", "pending", "inactive", "unhealthy", "recording");

    private final RuleStand rules;
    private final Supplier<Instant> clock;
    private final Rendering render;

    RulesPage(RuleStand rules, Supplier<Instant> clock, Rendering render) {
        this.rules = rules;
        this.clock = clock;
        this.render = render;
    }

    /// An alert of a rule.
    record Active(
            String state,
            String value,
            Ago since,
            List<AlertRow.Chip> chips,
            List<AlertRow.Note> notes) {}

    /// A rule.
    ///
    /// @param kind its state, or `recording`
    /// @param more how many alerts it does not show; empty for none
    record Rule(
            String id,
            String name,
            String kind,
            String health,
            boolean healthy,
            String error,
            String query,
            String graph,
            String holdFor,
            String keepFiringFor,
            List<AlertRow.Chip> extraLabels,
            List<AlertRow.Note> annotations,
            String took,
            Ago last,
            boolean evaluated,
            List<Active> alerts,
            boolean any,
            int count,
            String more) {}

    /// A group.
    record Group(
            String id,
            String name,
            String file,
            String interval,
            Ago last,
            boolean evaluated,
            String took,
            List<Rule> rules,
            int count) {}

    /// The page.
    record Model(
            boolean none,
            boolean noneMatch,
            List<String> warnings,
            String search,
            String state,
            List<AlertsPage.Counter> counters,
            List<Group> groups,
            Paging paging,
            String what,
            String summary) {}

    /// The rules.
    @GET
    public Response page(@Context UriInfo uri, @Context HttpHeaders headers)
            throws InterruptedException {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        String kind = parameters.getOrDefault("state", List.of("all")).getFirst();
        String search = parameters.getOrDefault("search", List.of("")).getFirst().strip();
        int page = Paging.page(parameters.getOrDefault("page", List.of("1")).getFirst());
        Model model = model(rules.groups(), kind, search, page);
        return render.answer(new Page("rules", "Rules", "Rules", 5, model), uri, headers);
    }

    private Model model(List<RuleGroupView> all, String kind, String search, int page) {
        List<RuleGroupView> named =
                all.stream()
                        .map(group -> only(group, rule -> contains(group, rule, search)))
                        .filter(group -> !group.rules().isEmpty())
                        .toList();
        List<RuleGroupView> wanted =
                named.stream()
                        .map(group -> only(group, rule -> is(rule, kind)))
                        .filter(group -> !group.rules().isEmpty())
                        .toList();
        Cut<RuleGroupView> cut =
                Paging.cut(
                        wanted,
                        page,
                        GROUPS,
                        number -> link(kind, search).with("page", "" + number));
        Instant now = clock.get();
        return new Model(
                all.isEmpty(),
                !all.isEmpty() && wanted.isEmpty(),
                rules.quarantined().stream().map(RuleStand.Quarantined::told).toList(),
                search,
                kind,
                counters(named, kind, search),
                cut.items().stream().map(group -> group(group, now)).toList(),
                cut.paging(),
                "groups",
                count(named, "firing") + " alerting rules firing");
    }

    private static RuleGroupView only(RuleGroupView group, Predicate<RuleView> filter) {
        return group.with(group.rules().stream().filter(filter).toList());
    }

    private static boolean contains(RuleGroupView group, RuleView rule, String search) {
        String text =
                group.spec().name()
                        + "\n"
                        + group.spec().file()
                        + "\n"
                        + rule.spec().name()
                        + "\n"
                        + rule.query();
        return text.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
    }

    private static boolean is(RuleView rule, String kind) {
        boolean recording = rule.spec() instanceof RuleSpec.Recording;
        return switch (kind) {
            case "unhealthy" -> rule.health().equals("err");
            case "recording" -> recording;
            case "firing", "pending", "inactive" -> !recording && rule.state().equals(kind);
            default -> true;
        };
    }

    private static int count(List<RuleGroupView> groups, String kind) {
        return groups.stream()
                .mapToInt(group ->
                        (int) group.rules().stream().filter(rule -> is(rule, kind)).count())
                .sum();
    }

    private static Link link(String kind, String search) {
        return Link.to("rules")
                .with("state", kind.equals("all") ? "" : kind)
                .with("search", search);
    }

    private static List<AlertsPage.Counter> counters(
            List<RuleGroupView> groups, String selected, String search) {
        var counters = new ArrayList<AlertsPage.Counter>();
        for (String kind : KINDS) {
            int count = count(groups, kind);
            counters.add(
                    new AlertsPage.Counter(
                            kind,
                            count,
                            link(kind, search).toString(),
                            kind.equals(selected),
                            count == 0));
        }
        return counters;
    }

    private static Group group(RuleGroupView view, Instant now) {
        return new Group(
                "rg" + Integer.toHexString(view.spec().key().hashCode()),
                view.spec().name(),
                view.spec().file(),
                DurationText.format(view.interval()),
                Ago.of(view.lastEvaluation().orElse(now), now),
                view.lastEvaluation().isPresent(),
                took(view.lastDuration()),
                view.rules().stream().map(rule -> rule(view, rule, now)).toList(),
                view.rules().size());
    }

    private static Rule rule(RuleGroupView group, RuleView view, Instant now) {
        RuleSpec spec = view.spec();
        var alerting =
                spec instanceof RuleSpec.Alerting found
                        ? Optional.of(found)
                        : Optional.<RuleSpec.Alerting>empty();
        int hidden = Math.max(0, view.alerts().size() - ALERTS);
        return new Rule(
                "r"
                        + Integer.toHexString(
                                (group.spec().key() + spec.identity() + spec.line()).hashCode()),
                spec.name(),
                alerting.isPresent() ? view.state() : "recording",
                view.health(),
                !view.health().equals("err"),
                view.lastError(),
                view.query(),
                Link.to("graph").with("g0.expr", view.query()).toString(),
                alerting.map(each -> length(each.holdFor())).orElse(""),
                alerting.map(each -> length(each.keepFiringFor())).orElse(""),
                AlertRow.chips(Labels.of(spec.labels()), AlertQuery.ALL),
                notes(alerting.map(RuleSpec.Alerting::annotations).orElse(new LinkedHashMap<>())),
                took(view.lastDuration()),
                Ago.of(view.lastEvaluation().orElse(now), now),
                view.lastEvaluation().isPresent(),
                view.alerts().stream().limit(ALERTS).map(alert -> active(alert, now)).toList(),
                !view.alerts().isEmpty(),
                view.alerts().size(),
                hidden == 0 ? "" : "" + hidden);
    }

    private static List<AlertRow.Note> notes(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(each -> new AlertRow.Note(each.getKey(), each.getValue(), ""))
                .toList();
    }

    private static Active active(RuleAlert alert, Instant now) {
        String word =
                alert.state()
                        .map(state ->
                                switch (state) {
                                    case AlertState.Pending _ -> "pending";
                                    case AlertState.Firing _ -> "firing";
                                    case AlertState.Resolved _ -> "inactive";
                                })
                        .orElse("inactive");
        return new Active(
                word,
                value(alert.value()),
                Ago.of(alert.state().map(AlertState::activeAt).orElse(now), now),
                AlertRow.chips(alert.labels(), AlertQuery.ALL),
                AlertRow.notes(alert.annotations(), Set.of()));
    }

    private static String value(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }

    private static String length(Duration duration) {
        return duration.isZero() ? "" : DurationText.format(duration);
    }

    private static String took(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }
}

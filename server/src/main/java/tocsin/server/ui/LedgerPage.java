package tocsin.server.ui;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.jspecify.annotations.Nullable;

import tocsin.duration.DurationText;
import tocsin.rules.RuleGroupMark.Tick;
import tocsin.rules.RuleGroupView;
import tocsin.rules.RuleGroupView.EvaluationView;
import tocsin.rules.RuleGroupView.RuleView;
import tocsin.rules.RuleSpec;
import tocsin.server.rules.Finding;
import tocsin.server.rules.RuleStand;
import tocsin.server.ui.Paging.Cut;
import tocsin.server.ui.Rendering.Page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// `/rules/ledger`: for each rule its last evaluations, and what in it deserves a look.
@Path("/rules/ledger")
public final class LedgerPage {
    private static final int RULES = 100;

    /// With so few rules on a page there is room for each evaluation in words.
    private static final int FEW = 12;

    private final RuleStand rules;
    private final Supplier<Instant> clock;
    private final Rendering render;

    LedgerPage(RuleStand rules, Supplier<Instant> clock, Rendering render) {
        this.rules = rules;
        this.clock = clock;
        this.render = render;
    }

    /// One evaluation, or why there was none.
    ///
    /// @param kind as the bar's
    /// @param in samples read; empty where that is not known
    /// @param words the error, or why it was skipped
    record Line(
            String due,
            String kind,
            String lateness,
            String took,
            String in,
            String out,
            String words) {}

    /// A rule.
    ///
    /// @param elsewhere whether another member evaluates it
    /// @param lateness the greatest that is remembered
    record Row(
            String id,
            String name,
            String href,
            String kind,
            int line,
            List<String> findings,
            Strip strip,
            boolean evaluated,
            boolean elsewhere,
            String lateness,
            String took,
            String in,
            String out,
            @Nullable Ago lastFired,
            boolean alerting,
            String error,
            boolean inWords,
            List<Line> lines) {}

    /// A group.
    ///
    /// @param members who evaluated the slots that are remembered
    record Group(
            String id,
            String name,
            String file,
            String interval,
            String members,
            Strip slots,
            boolean any,
            List<Row> rows) {}

    /// The page.
    record Model(
            boolean none,
            boolean noneMatch,
            List<String> warnings,
            String search,
            String show,
            List<AlertsPage.Counter> counters,
            List<Group> groups,
            Paging paging,
            String what,
            String summary) {}

    /// The ledger.
    @GET
    public Response page(@Context UriInfo uri, @Context HttpHeaders headers)
            throws InterruptedException {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        String show = parameters.getOrDefault("show", List.of("all")).getFirst();
        String search = parameters.getOrDefault("search", List.of("")).getFirst().strip();
        int page = Paging.page(parameters.getOrDefault("page", List.of("1")).getFirst());
        Model model = model(rules.groups(), show, search, page);
        return render.answer(
                new Page("ledger", "Ledger of rules", "Rules", 5, model), uri, headers);
    }

    private Model model(List<RuleGroupView> all, String show, String search, int page)
            throws InterruptedException {
        String sought = search.toLowerCase(Locale.ROOT);
        List<RuleGroupView> named = kept(all, rule -> name(rule).contains(sought), sought);
        List<RuleGroupView> wanted = kept(named, rule -> is(rule, show), "");
        Cut<Placed> cut =
                Paging.cut(
                        wanted.stream()
                                .flatMap(group ->
                                        group.rules().stream().map(rule -> new Placed(group, rule)))
                                .toList(),
                        page,
                        RULES,
                        number -> link(show, search).with("page", "" + number));
        boolean few = cut.items().size() <= FEW;
        Instant now = clock.get();
        return new Model(
                all.isEmpty(),
                !all.isEmpty() && wanted.isEmpty(),
                warnings(),
                search,
                show,
                counters(named, show, search),
                grouped(cut.items()).stream().map(group -> group(group, few, now)).toList(),
                cut.paging(),
                "rules",
                count(named, Finding.FAILING + "") + " rules failing");
    }

    /// A rule in its group.
    private record Placed(RuleGroupView group, RuleView rule) {}

    /// The groups of rules that stand one after the other, each with those alone.
    private static List<RuleGroupView> grouped(List<Placed> rules) {
        var groups = new ArrayList<RuleGroupView>();
        var members = new ArrayList<RuleView>();
        for (int i = 0; i < rules.size(); i++) {
            RuleGroupView group = rules.get(i).group();
            members.add(rules.get(i).rule());
            if (i + 1 == rules.size()
                    || !rules.get(i + 1).group().spec().key().equals(group.spec().key())) {
                groups.add(group.with(members));
                members.clear();
            }
        }
        return groups;
    }

    private List<String> warnings() throws InterruptedException {
        var warnings = new ArrayList<String>();
        rules.quarantined().forEach(file -> warnings.add(file.told()));
        for (List<String> cycle : rules.cycles()) {
            warnings.add("Groups read one another in a circle: " + String.join(" → ", cycle));
        }
        return warnings;
    }

    private static String name(RuleView rule) {
        return rule.spec().name().toLowerCase(Locale.ROOT);
    }

    /// The groups with the rules that a filter keeps; one whose own name holds what is sought keeps
    /// all.
    private static List<RuleGroupView> kept(
            List<RuleGroupView> groups, Predicate<RuleView> filter, String sought) {
        return groups.stream()
                .map(group ->
                        !sought.isEmpty()
                                        && group.spec()
                                                .key()
                                                .toLowerCase(Locale.ROOT)
                                                .contains(sought)
                                ? group
                                : group.with(group.rules().stream().filter(filter).toList()))
                .filter(group -> !group.rules().isEmpty())
                .toList();
    }

    private static boolean is(RuleView rule, String show) {
        return show.equals("all")
                || Finding.of(rule).stream().anyMatch(found -> found.toString().equals(show));
    }

    private static int count(List<RuleGroupView> groups, String show) {
        return groups.stream()
                .mapToInt(group ->
                        (int) group.rules().stream().filter(rule -> is(rule, show)).count())
                .sum();
    }

    private static Link link(String show, String search) {
        return Link.to("rules/ledger")
                .with("show", show.equals("all") ? "" : show)
                .with("search", search);
    }

    private static List<AlertsPage.Counter> counters(
            List<RuleGroupView> groups, String selected, String search) {
        var words = new ArrayList<>(List.of("all"));
        Arrays.stream(Finding.values()).map(Finding::toString).forEach(words::add);
        return words.stream()
                .map(word -> {
                    int count = count(groups, word);
                    return new AlertsPage.Counter(
                            word,
                            count,
                            link(word, search).toString(),
                            word.equals(selected),
                            count == 0);
                })
                .toList();
    }

    private static Group group(RuleGroupView view, boolean inWords, Instant now) {
        return new Group(
                "lg" + Integer.toHexString(view.spec().key().hashCode()),
                view.spec().name(),
                view.spec().file(),
                DurationText.format(view.interval()),
                view.ticks().stream()
                        .map(Tick::member)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", ")),
                Strip.ofSlots(view.ticks(), view.interval()),
                !view.ticks().isEmpty(),
                view.rules().stream().map(rule -> row(view, rule, inWords, now)).toList());
    }

    private static Row row(RuleGroupView group, RuleView view, boolean inWords, Instant now) {
        RuleSpec spec = view.spec();
        List<EvaluationView> all = view.history().evaluations();
        Optional<EvaluationView> last =
                all.stream().filter(each -> each.skipped().isEmpty()).findFirst();
        boolean alerting = spec instanceof RuleSpec.Alerting;
        return new Row(
                "l"
                        + Integer.toHexString((group.spec().key() + spec.identity()).hashCode())
                        + "-"
                        + spec.line(),
                spec.name(),
                Link.to("rules/ledger").with("search", spec.name()).toString(),
                alerting ? "alerting" : "recording",
                spec.line(),
                Finding.of(view).stream().map(Finding::toString).toList(),
                Strip.of(all, group.interval()),
                !all.isEmpty(),
                all.isEmpty() && view.lastEvaluation().isPresent(),
                all.stream()
                        .map(EvaluationView::lateness)
                        .max(Duration::compareTo)
                        .map(Strip::millis)
                        .orElse(""),
                last.map(each -> Strip.millis(each.took())).orElse(""),
                last.map(LedgerPage::in).orElse(""),
                last.map(each -> "" + each.seriesOut()).orElse(""),
                view.history().lastFired().map(at -> Ago.of(at, now)).orElse(null),
                alerting,
                view.lastError(),
                inWords && !all.isEmpty(),
                inWords
                        ? all.stream().map(each -> line(each, group.interval())).toList()
                        : List.of());
    }

    private static String in(EvaluationView each) {
        return each.samplesIn().isPresent() ? "" + each.samplesIn().getAsLong() : "";
    }

    private static Line line(EvaluationView each, Duration interval) {
        boolean ran = each.skipped().isEmpty();
        return new Line(
                each.due().toString(),
                Strip.kind(each, interval),
                Strip.millis(each.lateness()),
                ran ? Strip.millis(each.took()) : "",
                in(each),
                ran ? "" + each.seriesOut() : "",
                ran ? each.error() : each.skipped());
    }
}

package tocsin.server.ui;

import jakarta.ws.rs.core.MultivaluedMap;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What of the alerts is asked for. It lives in the address alone, so that every view has a link.
///
/// @param problem why the filter could not be read; empty when it could
/// @param page from 1 on
record AlertQuery(
        String filter,
        List<Matcher> matchers,
        String problem,
        Optional<Standing> standing,
        String receiver,
        boolean table,
        int page) {

    /// Everything, as cards.
    static final AlertQuery ALL = new AlertQuery("", List.of(), "", Optional.empty(), "", false, 1);

    static AlertQuery of(
            MultivaluedMap<String, String> parameters, Function<String, List<Matcher>> parser) {
        String filter =
                parameters.getOrDefault("filter", List.of()).stream()
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(", "));
        List<Matcher> matchers = List.of();
        String problem = "";
        try {
            matchers = filter.isEmpty() ? List.of() : parser.apply(filter);
        } catch (IllegalArgumentException e) {
            problem = String.valueOf(e.getMessage());
        }
        return new AlertQuery(
                filter,
                matchers,
                problem,
                Standing.of(first(parameters, "state")),
                first(parameters, "receiver"),
                first(parameters, "view").equals("table"),
                Paging.page(first(parameters, "page")));
    }

    private static String first(MultivaluedMap<String, String> parameters, String name) {
        String value = parameters.getFirst(name);
        return value == null ? "" : value;
    }

    boolean matches(Labels labels) {
        return Matcher.all(matchers, labels);
    }

    boolean wants(Standing found) {
        return standing.isEmpty() || standing.get() == found;
    }

    /// The same view of other alerts: with this state, on the first page.
    Link inState(Optional<Standing> wanted) {
        return link(filter, wanted, table);
    }

    /// The same alerts in the other view.
    Link inView(boolean asTable) {
        return link(filter, standing, asTable);
    }

    /// This view of those alerts among its own that pass one more matcher.
    Link narrowed(String name, String value) {
        Matcher matcher = Matcher.equal(name, value);
        if (matchers.contains(matcher)) {
            return link(filter, standing, table);
        }
        var all = new ArrayList<>(matchers);
        all.add(matcher);
        return link(text(all), standing, table);
    }

    /// All alerts of one group, as a table.
    Link group(Labels group, String groupReceiver) {
        var all = new ArrayList<>(matchers);
        group.forEachLabel((name, value) -> {
            Matcher matcher = Matcher.equal(name, value);
            if (!all.contains(matcher)) {
                all.add(matcher);
            }
        });
        return new AlertQuery(text(all), all, "", standing, groupReceiver, true, 1)
                .link(text(all), standing, true);
    }

    /// Another page of this view.
    Link page(int number) {
        return link(filter, standing, table).with("page", number == 1 ? "" : "" + number);
    }

    private Link link(String text, Optional<Standing> state, boolean asTable) {
        return Link.to("")
                .with("filter", text)
                .with("state", state.map(Standing::word).orElse(""))
                .with("receiver", receiver)
                .with("view", asTable ? "table" : "");
    }

    static String text(List<Matcher> matchers) {
        return matchers.stream().map(MatcherText::of).collect(Collectors.joining(", "));
    }

    static String text(Labels labels) {
        var matchers = new ArrayList<Matcher>();
        labels.forEachLabel((name, value) -> matchers.add(Matcher.equal(name, value)));
        return text(matchers);
    }
}

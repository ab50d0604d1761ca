package tocsin.server.promapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.rules.RuleAlert;
import tocsin.rules.RuleGroupView;
import tocsin.rules.RuleGroupView.RuleView;
import tocsin.rules.RuleSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/// `GET /api/v1/rules` and `GET /api/v1/alerts`.
@Path("/api/v1")
public final class RulesResource {
    private final RuleViews rules;
    private final Function<String, List<Matcher>> selectors;

    /// The rules.
    ///
    /// @param selectors reads a metric selector, and throws IllegalArgumentException
    public RulesResource(RuleViews rules, Function<String, List<Matcher>> selectors) {
        this.rules = rules;
        this.selectors = selectors;
    }

    /// The groups and their rules.
    @GET
    @Path("rules")
    public Response rules(@Context UriInfo uri) throws InterruptedException {
        Parameters parameters = Parameters.of(uri);
        Predicate<RuleView> filter = filter(parameters);
        boolean withoutAlerts = parameters.flag("exclude_alerts");
        List<String> names = parameters.all("rule_group[]");
        List<String> files = parameters.all("file[]");
        List<RuleGroupView> groups =
                rules.groups().stream()
                        .filter(group -> names.isEmpty() || names.contains(group.spec().name()))
                        .filter(group -> files.isEmpty() || files.contains(group.spec().file()))
                        .map(group -> only(group, filter))
                        .filter(group -> !group.rules().isEmpty())
                        .toList();
        GroupPage page = GroupPage.of(groups, parameters);
        return Envelope.data(json -> {
            json.raw("{\"groups\":[");
            boolean first = true;
            for (RuleGroupView group : page.groups()) {
                json.raw(first ? "" : ",");
                RuleWriter.group(json, group, withoutAlerts);
                first = false;
            }
            json.raw(']');
            if (!page.nextToken().isEmpty()) {
                json.key("groupNextToken", false).text(page.nextToken());
            }
            json.raw('}');
        });
    }

    private static RuleGroupView only(RuleGroupView group, Predicate<RuleView> filter) {
        return group.with(group.rules().stream().filter(filter).toList());
    }

    private Predicate<RuleView> filter(Parameters parameters) {
        String type = parameters.text("type").toLowerCase(Locale.ROOT);
        if (!List.of("", "alert", "record").contains(type)) {
            throw PromException.parameter(
                    "type", "not supported value \"" + parameters.text("type") + "\"");
        }
        List<String> names = parameters.all("rule_name[]");
        List<List<Matcher>> matchers = matchers(parameters.all("match[]"));
        return rule -> {
            boolean kind =
                    switch (rule.spec()) {
                        case RuleSpec.Alerting _ -> !type.equals("record");
                        case RuleSpec.Recording _ -> !type.equals("alert");
                    };
            return kind
                    && (names.isEmpty() || names.contains(rule.spec().name()))
                    && (matchers.isEmpty() || anyMatches(matchers, rule));
        };
    }

    private static boolean anyMatches(List<List<Matcher>> matchers, RuleView rule) {
        Labels labels = Labels.of(rule.spec().labels());
        return matchers.stream().anyMatch(all -> Matcher.all(all, labels));
    }

    private List<List<Matcher>> matchers(List<String> texts) {
        var parsed = new ArrayList<List<Matcher>>();
        for (String text : texts) {
            try {
                parsed.add(selectors.apply(text));
            } catch (IllegalArgumentException e) {
                throw PromException.parameter("match[]", String.valueOf(e.getMessage()));
            }
        }
        return parsed;
    }

    /// The alerts of all rules.
    @GET
    @Path("alerts")
    public Response alerts() throws InterruptedException {
        var alerts = new ArrayList<RuleAlert>();
        for (RuleGroupView group : rules.groups()) {
            for (RuleView rule : group.rules()) {
                alerts.addAll(rule.alerts());
            }
        }
        return Envelope.data(json -> {
            json.raw("{\"alerts\":");
            RuleWriter.alerts(json, alerts);
            json.raw('}');
        });
    }
}

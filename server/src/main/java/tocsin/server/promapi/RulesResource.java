package tocsin.server.promapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.labels.Matcher;
import tocsin.server.promapi.RuleViews.ActiveAlert;
import tocsin.server.promapi.RuleViews.Alerting;
import tocsin.server.promapi.RuleViews.Group;
import tocsin.server.promapi.RuleViews.Recording;
import tocsin.server.promapi.RuleViews.Rule;

import java.util.ArrayList;
import java.util.Comparator;
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
        Predicate<Rule> filter = filter(parameters);
        boolean withoutAlerts = parameters.text("exclude_alerts").equals("true");
        List<String> names = parameters.all("rule_group[]");
        List<String> files = parameters.all("file[]");
        List<Group> groups =
                rules.groups().stream()
                        .filter(group -> names.isEmpty() || names.contains(group.name()))
                        .filter(group -> files.isEmpty() || files.contains(group.file()))
                        .map(group -> only(group, filter))
                        .filter(group -> !group.rules().isEmpty())
                        .sorted(Comparator.comparing(Group::file).thenComparing(Group::name))
                        .toList();
        GroupPage page = GroupPage.of(groups, parameters);
        return Envelope.data(json -> {
            json.raw("{\"groups\":[");
            boolean first = true;
            for (Group group : page.groups()) {
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

    private static Group only(Group group, Predicate<Rule> filter) {
        return new Group(
                group.file(),
                group.name(),
                group.interval(),
                group.limit(),
                group.rules().stream().filter(filter).toList(),
                group.evaluationTime(),
                group.lastEvaluation());
    }

    private Predicate<Rule> filter(Parameters parameters) {
        String type = parameters.text("type").toLowerCase(Locale.ROOT);
        if (!List.of("", "alert", "record").contains(type)) {
            throw PromException.parameter(
                    "type", "not supported value \"" + parameters.text("type") + "\"");
        }
        List<String> names = parameters.all("rule_name[]");
        List<List<Matcher>> matchers = matchers(parameters.all("match[]"));
        return rule -> {
            boolean kind =
                    switch (rule) {
                        case Alerting _ -> !type.equals("record");
                        case Recording _ -> !type.equals("alert");
                    };
            return kind
                    && (names.isEmpty() || names.contains(rule.evaluation().name()))
                    && (matchers.isEmpty()
                            || matchers.stream()
                                    .anyMatch(all -> Matcher.all(all, rule.evaluation().labels())));
        };
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
        var alerts = new ArrayList<ActiveAlert>();
        for (Group group : rules.groups()) {
            for (Rule rule : group.rules()) {
                if (rule instanceof Alerting alerting) {
                    alerts.addAll(alerting.alerts());
                }
            }
        }
        return Envelope.data(json -> {
            json.raw("{\"alerts\":");
            RuleWriter.alerts(json, alerts);
            json.raw('}');
        });
    }
}

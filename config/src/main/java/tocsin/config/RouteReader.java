package tocsin.config;

import tocsin.labels.MatcherParser;
import tocsin.pipeline.PipelineConfig;
import tocsin.routing.GroupBy;
import tocsin.routing.Route;
import tocsin.routing.RouteSpec;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the routing tree.
final class RouteReader {
    private static final int MAX_DEPTH = 50;
    private static final String ALL = "...";

    private final MatcherFields matchers;
    private final Set<String> receivers;
    private final Set<String> intervals;

    RouteReader(MatcherParser matchers, Set<String> receivers, Set<String> intervals) {
        this.matchers = new MatcherFields(matchers);
        this.receivers = receivers;
        this.intervals = intervals;
    }

    /// The tree; empty, with problems added, when it cannot be one.
    Optional<Route> read(Fields top) {
        Optional<Fields> root = top.fields("route");
        if (root.isEmpty()) {
            top.problems().add(top.node(), "no routes provided");
            return Optional.empty();
        }
        RouteSpec spec = spec(root.get(), 0);
        if (!top.problems().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Route.tree(spec));
        } catch (IllegalArgumentException e) {
            top.problems().add(root.get().node(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private RouteSpec spec(Fields fields, int depth) {
        Optional<String> receiver = fields.text("receiver").filter(name -> !name.isEmpty());
        receiver.filter(name -> !receivers.contains(name))
                .ifPresent(name ->
                        fields.problem(
                                "receiver", "undefined receiver \"" + name + "\" used in route"));
        var children = new ArrayList<RouteSpec>();
        for (YamlNode item : fields.items("routes")) {
            if (depth >= MAX_DEPTH) {
                fields.problem("routes", "more than " + MAX_DEPTH + " levels of routes");
                break;
            }
            children.add(spec(Fields.of(item, fields.problems()), depth + 1));
        }
        var spec =
                new RouteSpec(
                        receiver,
                        matchers.read(fields, ""),
                        fields.bool("continue").orElse(false),
                        groupBy(fields),
                        fields.duration("group_wait"),
                        positive(fields, "group_interval"),
                        positive(fields, "repeat_interval"),
                        names(fields, "mute_time_intervals"),
                        names(fields, "active_time_intervals"),
                        fields.textMap("labels"),
                        children);
        fields.done("route");
        return spec;
    }

    private static Optional<Duration> positive(Fields fields, String key) {
        Optional<Duration> value = fields.duration(key);
        if (value.isPresent() && !value.get().isPositive()) {
            fields.problem(key, key + " cannot be zero");
            return Optional.empty();
        }
        return value;
    }

    private List<String> names(Fields fields, String key) {
        List<String> names = fields.texts(key);
        for (String name : names) {
            if (!intervals.contains(name)) {
                fields.problem(key, "undefined time interval \"" + name + "\" used in route");
            }
        }
        return names;
    }

    private Optional<GroupBy> groupBy(Fields fields) {
        if (fields.node("group_by").isEmpty()) {
            return Optional.empty();
        }
        List<String> names = fields.texts("group_by");
        if (names.contains(ALL)) {
            if (names.size() > 1) {
                fields.problem(
                        "group_by",
                        "cannot have wildcard group_by (`...`) and other labels at the same time");
            }
            return Optional.of(GroupBy.ALL);
        }
        var seen = new HashSet<String>();
        for (String name : names) {
            if (!matchers.accepts(name)) {
                fields.problem("group_by", "invalid label name \"" + name + "\" in group_by list");
            } else if (!seen.add(name)) {
                fields.problem("group_by", "duplicated label \"" + name + "\" in group_by");
            }
        }
        return Optional.of(new GroupBy(false, names));
    }

    /// What is legal and probably not meant.
    static List<String> warnings(PipelineConfig config) {
        var warnings = new ArrayList<String>();
        config.route()
                .walk(route -> {
                    if (route.repeatInterval().compareTo(route.groupInterval()) < 0) {
                        warnings.add(
                                "repeat_interval is less than group_interval. Notifications will"
                                        + " not repeat until the next group_interval. (route "
                                        + route.key()
                                        + ")");
                    }
                });
        return warnings;
    }
}

package tocsin.routing;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherText;
import tocsin.labels.Quoting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A node of the routing tree, with everything that it inherited: immutable and valid.
///
/// `key` is the path of matchers, part of every group key, and not unique; `id` is. `ordinal`
/// counts the routes before it, in order of the walk, that share both its key and its receiver, so
/// that (key, receiver, ordinal) names a route across reloads that only move it.
public final class Route {
    private static final Duration GROUP_WAIT = Duration.ofSeconds(30);
    private static final Duration GROUP_INTERVAL = Duration.ofMinutes(5);
    private static final Duration REPEAT_INTERVAL = Duration.ofHours(4);

    private final String id;
    private final String key;
    private final int ordinal;
    private final String receiver;
    private final List<Matcher> matchers;
    private final boolean continues;
    private final GroupBy groupBy;
    private final Duration groupWait;
    private final Duration groupInterval;
    private final Duration repeatInterval;
    private final List<String> muteTimeIntervals;
    private final List<String> activeTimeIntervals;
    private final Map<String, String> labels;
    private final List<Route> children;

    /// Makes the tree of a root as written.
    ///
    /// @throws IllegalArgumentException in upstream's words, when it cannot be a tree
    public static Route tree(RouteSpec root) {
        checkRoot(root);
        return new Route(root, Optional.empty(), 0, new HashMap<>());
    }

    private static void checkRoot(RouteSpec root) {
        check(root.receiver().isPresent(), "root route must specify a default receiver");
        check(root.matchers().isEmpty(), "root route must not have any matchers");
        check(
                root.muteTimeIntervals().isEmpty(),
                "root route must not have any mute time intervals");
        check(
                root.activeTimeIntervals().isEmpty(),
                "root route must not have any active time intervals");
        check(!root.continues(), "cannot have continue in root route");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private Route(RouteSpec spec, Optional<Route> parent, int index, Map<String, Integer> seen) {
        this.matchers = spec.matchers().stream().sorted(MatcherText.ORDER).toList();
        String text = MatcherText.of(matchers);
        this.key = parent.map(p -> p.key + "/" + text).orElse(text);
        this.id = parent.map(p -> p.id + "/" + text + "/" + index).orElse(text);
        this.receiver = spec.receiver().or(() -> parent.map(Route::receiver)).orElseThrow();
        this.ordinal = seen.merge(key + '\0' + receiver, 1, Integer::sum) - 1;
        this.continues = spec.continues();
        this.groupBy = spec.groupBy().or(() -> parent.map(Route::groupBy)).orElse(GroupBy.NOTHING);
        this.groupWait = spec.groupWait().or(() -> parent.map(Route::groupWait)).orElse(GROUP_WAIT);
        this.groupInterval =
                spec.groupInterval()
                        .or(() -> parent.map(Route::groupInterval))
                        .orElse(GROUP_INTERVAL);
        this.repeatInterval =
                spec.repeatInterval()
                        .or(() -> parent.map(Route::repeatInterval))
                        .orElse(REPEAT_INTERVAL);
        check(!groupWait.isNegative(), "group_wait cannot be negative");
        check(groupInterval.isPositive(), "group_interval cannot be zero");
        check(repeatInterval.isPositive(), "repeat_interval cannot be zero");
        this.muteTimeIntervals = spec.muteTimeIntervals();
        this.activeTimeIntervals = spec.activeTimeIntervals();
        Map<String, String> all = new HashMap<>(parent.map(Route::labels).orElse(Map.of()));
        all.putAll(spec.labels());
        this.labels = Map.copyOf(all);
        var below = new ArrayList<Route>(spec.children().size());
        for (RouteSpec child : spec.children()) {
            below.add(new Route(child, Optional.of(this), below.size(), seen));
        }
        this.children = List.copyOf(below);
    }

    /// The routes an alert of these labels reaches, in order: depth first, the first matching child
    /// unless it continues, and this node itself when no child matches. Empty when this node does
    /// not match; never so at the root.
    public List<Route> match(Labels alert) {
        var reached = new ArrayList<Route>(2);
        match(alert, reached);
        return reached;
    }

    private boolean match(Labels alert, List<Route> reached) {
        if (!Matcher.all(matchers, alert)) {
            return false;
        }
        int before = reached.size();
        for (Route child : children) {
            if (child.match(alert, reached) && !child.continues) {
                break;
            }
        }
        if (reached.size() == before) {
            reached.add(this);
        }
        return true;
    }

    /// Calls back for this node and everything below it, parents first.
    public void walk(Consumer<Route> each) {
        each.accept(this);
        children.forEach(child -> child.walk(each));
    }

    /// The key of the group of these labels, as integrations know it:
    /// `{}/{team="x"}:{alertname="y"}`.
    public String groupKey(Labels groupLabels) {
        var text = new StringBuilder(key).append(":{");
        for (int i = 0; i < groupLabels.size(); i++) {
            text.append(i > 0 ? ", " : "")
                    .append(groupLabels.name(i))
                    .append('=')
                    .append(Quoting.quote(groupLabels.value(i)));
        }
        return text.append('}').toString();
    }

    /// Unique in its tree: `{}/{team="a"}/0`.
    public String id() {
        return id;
    }

    /// The path of matchers: `{}/{team="a"}`.
    public String key() {
        return key;
    }

    /// How many earlier routes share this one's key and receiver.
    public int ordinal() {
        return ordinal;
    }

    /// The receiver's name.
    public String receiver() {
        return receiver;
    }

    /// What an alert must match, sorted.
    public List<Matcher> matchers() {
        return matchers;
    }

    /// Whether later siblings are tried too.
    public boolean continues() {
        return continues;
    }

    /// By which labels alerts are grouped.
    public GroupBy groupBy() {
        return groupBy;
    }

    /// How long a new group waits before its first flush.
    public Duration groupWait() {
        return groupWait;
    }

    /// The time between two flushes of a group.
    public Duration groupInterval() {
        return groupInterval;
    }

    /// After how long the same is said again.
    public Duration repeatInterval() {
        return repeatInterval;
    }

    /// The time intervals in which the route is mute; not inherited.
    public List<String> muteTimeIntervals() {
        return muteTimeIntervals;
    }

    /// The time intervals outside of which the route is mute, if any; not inherited.
    public List<String> activeTimeIntervals() {
        return activeTimeIntervals;
    }

    /// The route's labels with those of its parents; values are templates.
    public Map<String, String> labels() {
        return labels;
    }

    /// The nodes below, in order of the file.
    public List<Route> children() {
        return children;
    }

    @Override
    public String toString() {
        return id;
    }
}

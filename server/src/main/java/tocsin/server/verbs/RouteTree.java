package tocsin.server.verbs;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherText;
import tocsin.routing.Route;

import java.util.ArrayList;
import java.util.List;

/// Draws a routing tree as amtool does.
final class RouteTree {
    /// The library that amtool draws with puts blanks there that no line breaks at.
    private static final String BESIDE = "│\u00a0\u00a0 ";

    private final StringBuilder text = new StringBuilder(".\n");

    private RouteTree() {}

    /// A node to draw.
    private record Drawn(String label, List<Drawn> children) {}

    /// The whole tree.
    static String of(Route root) {
        return draw(whole(root));
    }

    /// The nodes that match, receivers shown where the alert ends up.
    static String matching(Route root, Labels labels) {
        return draw(matched(root, labels));
    }

    private static String draw(Drawn root) {
        var tree = new RouteTree();
        tree.add(root, "", true);
        return tree.text.toString();
    }

    private static Drawn whole(Route route) {
        return new Drawn(
                name(route)
                        + (route.continues() ? "  continue: true" : "")
                        + "  receiver: "
                        + route.receiver(),
                route.children().stream().map(RouteTree::whole).toList());
    }

    private static Drawn matched(Route route, Labels labels) {
        var children = new ArrayList<Drawn>();
        for (Route child : route.children()) {
            if (Matcher.all(child.matchers(), labels)) {
                children.add(matched(child, labels));
                if (!child.continues()) {
                    break;
                }
            }
        }
        String label = name(route);
        return new Drawn(
                children.isEmpty() ? label + "  receiver: " + route.receiver() : label, children);
    }

    private static String name(Route route) {
        if (route.matchers().isEmpty() && route.key().equals("{}")) {
            return "default-route";
        }
        return MatcherText.of(route.matchers());
    }

    private void add(Drawn node, String indent, boolean last) {
        text.append(indent).append(last ? "└── " : "├── ").append(node.label()).append('\n');
        for (int i = 0; i < node.children().size(); i++) {
            add(
                    node.children().get(i),
                    indent + (last ? "    " : BESIDE),
                    i == node.children().size() - 1);
        }
    }
}

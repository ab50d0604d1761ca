package tocsin.routing;

import tocsin.labels.Labels;

import java.util.List;

/// By which labels a route groups alerts.
///
/// @param all by all labels, so that each alert is a group of its own; then there are no names
/// @param names the labels' names
public record GroupBy(boolean all, List<String> names) {
    /// By all labels: `group_by: ['...']`.
    public static final GroupBy ALL = new GroupBy(true, List.of());

    /// By nothing: all alerts of a route are one group.
    public static final GroupBy NOTHING = new GroupBy(false, List.of());

    /// Copies the names.
    public GroupBy {
        names = List.copyOf(names);
        if (all && !names.isEmpty()) {
            throw new IllegalArgumentException("grouped by all labels and by " + names);
        }
    }

    /// By these labels.
    public static GroupBy names(String... names) {
        return new GroupBy(false, List.of(names));
    }

    /// The labels that name an alert's group. A label that the alert lacks is lacking there too.
    public Labels of(Labels labels) {
        return all ? labels : labels.retain(names);
    }
}

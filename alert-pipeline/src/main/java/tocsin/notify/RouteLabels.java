package tocsin.notify;

import tocsin.labels.Labels;

import java.util.Map;

/// Renders the labels of a route for a group's alerts. The template language lives with the
/// notifiers, so this is a port.
@FunctionalInterface
public interface RouteLabels {
    /// Takes values as they stand, for trees that use no templates.
    RouteLabels VERBATIM = (values, _) -> Labels.of(values);

    /// Renders the values; one that fails is left out. Does not block and does not throw.
    ///
    /// @param about the notification that is in the making, without route labels yet
    Labels render(Map<String, String> values, Notification about);
}

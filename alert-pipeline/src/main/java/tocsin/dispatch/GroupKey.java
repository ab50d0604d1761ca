package tocsin.dispatch;

import tocsin.labels.Labels;
import tocsin.routing.Route;

/// Names a group on all members and across reloads that only move its route.
///
/// @param route the path of matchers
/// @param ordinal tells routes of equal path and receiver apart
public record GroupKey(String route, String receiver, int ordinal, Labels labels) {
    static GroupKey of(Route route, Labels groupLabels) {
        return new GroupKey(route.key(), route.receiver(), route.ordinal(), groupLabels);
    }
}

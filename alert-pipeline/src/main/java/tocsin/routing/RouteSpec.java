package tocsin.routing;

import tocsin.labels.Matcher;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A route as written: what is empty is inherited from the parent, or has its default at the root.
/// [Route#tree] makes the real thing of it.
///
/// @param continues whether later siblings are tried too when this one matches
/// @param groupBy empty inherits; `GroupBy.NOTHING` is the list that was given empty
/// @param labels the route's labels; values are templates
public record RouteSpec(
        Optional<String> receiver,
        List<Matcher> matchers,
        boolean continues,
        Optional<GroupBy> groupBy,
        Optional<Duration> groupWait,
        Optional<Duration> groupInterval,
        Optional<Duration> repeatInterval,
        List<String> muteTimeIntervals,
        List<String> activeTimeIntervals,
        Map<String, String> labels,
        List<RouteSpec> children) {

    /// Copies the collections.
    public RouteSpec {
        matchers = List.copyOf(matchers);
        muteTimeIntervals = List.copyOf(muteTimeIntervals);
        activeTimeIntervals = List.copyOf(activeTimeIntervals);
        labels = Map.copyOf(labels);
        children = List.copyOf(children);
    }

    /// A route to a receiver, everything else inherited.
    public static RouteSpec to(String receiver, Matcher... matchers) {
        return new RouteSpec(
                Optional.of(receiver),
                List.of(matchers),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }
}

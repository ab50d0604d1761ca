package tocsin.server.cli;

import java.util.Arrays;
import java.util.Set;

/// The experimental features that upstream's flag names. Those that mean something else here, or
/// nothing, are accepted all the same, so that a deployment's flags need no change.
final class Features {
    private static final Set<String> KNOWN =
            Set.of(
                    "receiver-name-in-metrics",
                    "classic-mode",
                    "utf8-strict-mode",
                    "auto-gomemlimit",
                    "auto-gomaxprocs",
                    "alert-names-in-metrics",
                    "event-recorder",
                    "promql-experimental-functions",
                    "promql-duration-expr",
                    "promql-extended-range-selectors",
                    "promql-binop-fill-modifiers",
                    "promql-delayed-name-removal",
                    "use-start-timestamps",
                    "type-and-unit-labels");

    private Features() {}

    /// The names of a list.
    ///
    /// @throws IllegalArgumentException in upstream's words when a name is not known
    static Set<String> read(String list) {
        if (list.isEmpty()) {
            return Set.of();
        }
        for (String name : list.split(",", -1)) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "Unknown option '" + name + "' for --enable-feature");
            }
        }
        return Set.copyOf(Arrays.asList(list.split(",", -1)));
    }
}

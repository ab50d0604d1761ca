package tocsin.server.cli;

import tocsin.labels.MatcherParser;

import java.util.Arrays;
import java.util.Set;

/// The experimental features that upstream's flag names. Those that mean something else here, or
/// nothing, are accepted all the same, so that a deployment's flags need no change.
final class Features {
    private static final String CLASSIC = "classic-mode";
    private static final String STRICT = "utf8-strict-mode";
    private static final Set<String> KNOWN =
            Set.of(
                    "receiver-name-in-metrics",
                    CLASSIC,
                    STRICT,
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

    /// How matchers are read, and which names labels may have.
    ///
    /// @throws IllegalArgumentException in upstream's words when both modes are named
    static MatcherParser.Mode matchers(Set<String> names) {
        if (names.contains(CLASSIC)) {
            if (names.contains(STRICT)) {
                throw new IllegalArgumentException(
                        "cannot have both classic and UTF-8 modes enabled");
            }
            return MatcherParser.Mode.CLASSIC;
        }
        return names.contains(STRICT) ? MatcherParser.Mode.UTF8 : MatcherParser.Mode.FALLBACK;
    }
}

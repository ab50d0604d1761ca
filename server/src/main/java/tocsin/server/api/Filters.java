package tocsin.server.api;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import jakarta.ws.rs.core.MultivaluedMap;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.server.api.Alerting.ReceiverView;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// The query parameters that select.
final class Filters {
    private static final Set<String> TRUE =
            Set.of("true", "1", "yes", "ok", "y", "on", "selected", "checked", "t", "enabled");

    private final MultivaluedMap<String, String> parameters;
    private final Function<String, Matcher> parser;

    /// Filters of a query.
    ///
    /// @param parser reads one matcher, and throws IllegalArgumentException
    Filters(MultivaluedMap<String, String> parameters, Function<String, Matcher> parser) {
        this.parameters = parameters;
        this.parser = parser;
    }

    /// A switch, on unless it is there and is none of the words for yes.
    boolean isOn(String name) {
        String value = parameters.getFirst(name);
        return value == null || value.isEmpty() || TRUE.contains(value.toLowerCase(Locale.ROOT));
    }

    /// The matchers of `filter`.
    List<Matcher> matchers() {
        return parsed("filter", "");
    }

    private List<Matcher> parsed(String name, String prefix) {
        var matchers = new ArrayList<Matcher>();
        for (String text : parameters.getOrDefault(name, List.of())) {
            try {
                matchers.add(parser.apply(text));
            } catch (IllegalArgumentException e) {
                throw ApiException.handler(400, prefix + e.getMessage());
            }
        }
        return matchers;
    }

    /// Whether an alert's labels pass `filter`.
    Predicate<Labels> labels() {
        List<Matcher> matchers = matchers();
        return labels -> {
            for (Matcher matcher : matchers) {
                if (!passes(matcher, labels)) {
                    return false;
                }
            }
            return true;
        };
    }

    /// Upstream lets a present label pass `!=""` and `!~""` whatever its value, which only differs
    /// from plain matching for `!~""`; both are kept.
    private static boolean passes(Matcher matcher, Labels labels) {
        boolean negative =
                matcher.type() == MatchType.NOT_EQUAL || matcher.type() == MatchType.NOT_MATCHES;
        if (matcher.value().isEmpty() && labels.has(matcher.name()) == negative) {
            return true;
        }
        return matcher.matches(labels);
    }

    /// Which alerts pass, by all of it. What is not known here, such as `muted` for alerts that are
    /// in no group, is never a reason to leave one out.
    AlertFilter alerts() {
        return new AlertFilter(
                labels(),
                receivers(),
                isOn("active"),
                isOn("silenced"),
                isOn("inhibited"),
                isOn("muted"));
    }

    /// Whether a receiver passes `receiver` and `receiver_matchers`.
    Predicate<ReceiverView> receivers() {
        Predicate<ReceiverView> byName = receiver -> true;
        String expression = parameters.getFirst("receiver");
        if (expression != null && !expression.isEmpty()) {
            Pattern pattern = compiled(expression);
            byName = receiver -> pattern.matches(receiver.name());
        }
        List<Matcher> matchers =
                parsed("receiver_matchers", "failed to parse receiver_matchers param: ");
        return byName.and(receiver -> Matcher.all(matchers, receiver.labels()));
    }

    private static Pattern compiled(String expression) {
        try {
            return Pattern.compile("^(?:" + expression + ")$");
        } catch (PatternSyntaxException e) {
            throw ApiException.handler(
                    400,
                    "failed to parse receiver param: error parsing regexp: "
                            + e.getDescription()
                            + ": `"
                            + e.getPattern()
                            + "`");
        }
    }
}

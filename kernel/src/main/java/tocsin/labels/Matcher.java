package tocsin.labels;

import com.google.re2j.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Set;

/// A test on one label's value. A label that is not there counts as empty. Expressions are RE2 and
/// always match the whole value; they run in linear time, so that no text can stall a member.
public final class Matcher {
    private final MatchType type;
    private final String name;
    private final String value;
    private final @Nullable Expression expression;

    private Matcher(MatchType type, String name, String value, @Nullable Expression expression) {
        this.type = type;
        this.name = name;
        this.value = value;
        this.expression = expression;
    }

    /// A matcher as Alertmanager has it: `.` does not match a line break.
    ///
    /// @throws IllegalArgumentException when the expression is not RE2; the message says where
    public static Matcher of(MatchType type, String name, String value) {
        return compile(type, name, value, "^(?:");
    }

    /// A matcher as PromQL has it: `.` matches a line break too.
    ///
    /// @throws IllegalArgumentException when the expression is not RE2; the message says where
    public static Matcher promql(MatchType type, String name, String value) {
        return compile(type, name, value, "^(?s:");
    }

    /// The matcher `name="value"`.
    public static Matcher equal(String name, String value) {
        return of(MatchType.EQUAL, name, value);
    }

    private static Matcher compile(MatchType type, String name, String value, String opening) {
        boolean regex = type == MatchType.MATCHES || type == MatchType.NOT_MATCHES;
        try {
            return new Matcher(type, name, value, regex ? Expression.of(opening, value) : null);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`",
                    e);
        }
    }

    /// How the value is compared.
    public MatchType type() {
        return type;
    }

    /// The label this looks at.
    public String name() {
        return name;
    }

    /// What it is compared with: a plain value, or the expression as written.
    public String value() {
        return value;
    }

    /// Whether a value passes; give the empty string for a label that is not there.
    public boolean matches(String actual) {
        return switch (type) {
            case EQUAL -> value.equals(actual);
            case NOT_EQUAL -> !value.equals(actual);
            case MATCHES -> Objects.requireNonNull(expression).matches(actual);
            case NOT_MATCHES -> !Objects.requireNonNull(expression).matches(actual);
        };
    }

    /// Whether a label set passes.
    public boolean matches(Labels labels) {
        return matches(labels.get(name));
    }

    /// The only values that pass, when there are few and they can be told from the expression; else
    /// empty.
    public Set<String> onlyValues() {
        return switch (type) {
            case EQUAL -> Set.of(value);
            case MATCHES -> Objects.requireNonNull(expression).literals();
            case NOT_EQUAL, NOT_MATCHES -> Set.of();
        };
    }

    /// Whether every matcher passes.
    public static boolean all(Iterable<Matcher> matchers, Labels labels) {
        for (Matcher matcher : matchers) {
            if (!matcher.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Matcher matcher
                && type == matcher.type
                && name.equals(matcher.name)
                && value.equals(matcher.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, name, value);
    }

    /// As written in a matcher list: `job=~"node|api"`.
    @Override
    public String toString() {
        String left = LabelNames.isLegacy(name) ? name : Quoting.quote(name);
        return left + type.operator() + Quoting.quote(value);
    }
}

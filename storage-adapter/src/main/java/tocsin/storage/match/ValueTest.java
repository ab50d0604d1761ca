package tocsin.storage.match;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// A matcher made ready to be asked of many values: it knows the values it can name, and runs its
/// expression only where nothing cheaper decides.
public final class ValueTest {
    private final Matcher matcher;
    private final boolean negative;
    private final boolean regex;
    private final @Nullable Set<String> words;
    private final RegexShape shape;
    private final boolean matchesAbsent;

    /// Prepares a matcher.
    public ValueTest(Matcher matcher) {
        this.matcher = matcher;
        negative = matcher.type() == MatchType.NOT_EQUAL || matcher.type() == MatchType.NOT_MATCHES;
        regex = matcher.type() == MatchType.MATCHES || matcher.type() == MatchType.NOT_MATCHES;
        shape =
                regex
                        ? RegexShape.of(matcher.value())
                        : new RegexShape(List.of(matcher.value()), "", RegexShape.Rest.EXPRESSION);
        words = shape.words() == null ? null : new HashSet<>(Objects.requireNonNull(shape.words()));
        matchesAbsent = matcher.matches("");
    }

    /// Tests of all matchers.
    public static List<ValueTest> of(List<Matcher> matchers) {
        return matchers.stream().map(ValueTest::new).toList();
    }

    /// Whether a label set passes all tests.
    public static boolean pass(List<ValueTest> tests, Labels labels) {
        for (ValueTest test : tests) {
            if (!test.passes(labels.get(test.name()))) {
                return false;
            }
        }
        return true;
    }

    /// The label it looks at.
    public String name() {
        return matcher.name();
    }

    /// Whether it is `!=` or `!~`.
    public boolean isNegative() {
        return negative;
    }

    /// Whether series without the label pass.
    public boolean matchesAbsent() {
        return matchesAbsent;
    }

    /// The values that its positive form names, when they can be listed.
    public @Nullable Set<String> words() {
        return words;
    }

    /// Whether its positive form passes every value that is not empty.
    public boolean namesEverything() {
        return regex
                && shape.words() == null
                && shape.prefix().isEmpty()
                && shape.rest() != RegexShape.Rest.EXPRESSION;
    }

    /// Whether its positive form passes a value.
    public boolean names(String value) {
        if (words != null) {
            return words.contains(value);
        }
        if (!value.startsWith(shape.prefix())) {
            return false;
        }
        return switch (shape.rest()) {
            case ANYTHING -> true;
            case SOMETHING -> value.length() > shape.prefix().length();
            case EXPRESSION -> matcher.matches(value) != negative;
        };
    }

    /// Whether it passes a value; give the empty string for none.
    public boolean passes(String value) {
        return names(value) != negative;
    }

    @Override
    public String toString() {
        return matcher.toString();
    }
}

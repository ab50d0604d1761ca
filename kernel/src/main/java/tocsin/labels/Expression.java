package tocsin.labels;

import com.google.re2j.Pattern;

import java.util.Set;

/// A regular expression that matches whole values. Most that people write are a few words with bars
/// between them, or begin with a word: those are compared, and the automaton runs only for what is
/// left. Alerts are held against a thousand silences, so that this is most of the work of muting.
///
/// @param literals the only values that match, when the expression is a list of words; else empty
/// @param prefix what every value that matches begins with; may be empty
record Expression(Pattern pattern, Set<String> literals, String prefix) {
    private static final String META = "\\.+*?()|[]{}^$";
    private static final String REPEATS = "*?{";

    /// @param opening what stands before an expression to make it match as a whole
    /// @throws com.google.re2j.PatternSyntaxException when it is not RE2
    static Expression of(String opening, String value) {
        Pattern pattern = Pattern.compile(opening + value + ")$");
        return new Expression(pattern, literals(value), prefix(value));
    }

    private static Set<String> literals(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '|' && META.indexOf(c) >= 0) {
                return Set.of();
            }
        }
        return Set.copyOf(java.util.Arrays.asList(value.split("\\|", -1)));
    }

    private static String prefix(String value) {
        int end = 0;
        while (end < value.length() && META.indexOf(value.charAt(end)) < 0) {
            end++;
        }
        // A repeat behind flags belongs to what stands before them.
        if (value.indexOf('|') >= 0 || value.contains("(?") || end == value.length()) {
            return "";
        }
        boolean optional = end > 0 && REPEATS.indexOf(value.charAt(end)) >= 0;
        return value.substring(0, optional ? value.offsetByCodePoints(end, -1) : end);
    }

    boolean matches(String value) {
        if (!literals.isEmpty()) {
            return literals.contains(value);
        }
        return value.startsWith(prefix) && pattern.matches(value);
    }
}

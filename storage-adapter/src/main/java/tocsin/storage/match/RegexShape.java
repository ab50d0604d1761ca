package tocsin.storage.match;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What can be told of a regular expression without running it, for most of those in use say little
/// more than a list of words or a beginning.
///
/// @param words all that it matches, when that is a list of words
/// @param prefix what everything it matches begins with
/// @param rest what stands behind the prefix
public record RegexShape(@Nullable List<String> words, String prefix, Rest rest) {
    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    /// What may follow the prefix.
    public enum Rest {
        /// Whatever the expression says: it must be run.
        EXPRESSION,
        /// Anything: `.*`.
        ANYTHING,
        /// Anything but nothing: `.+`.
        SOMETHING
    }

    /// Looks at an expression, which need not be anchored.
    public static RegexShape of(String expression) {
        String inner = withoutGroup(expression);
        List<String> words = words(inner);
        if (words != null) {
            return new RegexShape(words, "", Rest.EXPRESSION);
        }
        if (hasAlternatives(inner)) {
            return new RegexShape(null, "", Rest.EXPRESSION);
        }
        var prefix = new StringBuilder();
        int at = literal(inner, 0, prefix);
        String tail = inner.substring(at);
        Rest rest =
                switch (tail) {
                    case ".*" -> Rest.ANYTHING;
                    case ".+" -> Rest.SOMETHING;
                    default -> Rest.EXPRESSION;
                };
        if (!tail.isEmpty() && "*?{+".indexOf(tail.charAt(0)) >= 0 && !prefix.isEmpty()) {
            // The last letter may be there any number of times.
            int last = prefix.length() - (Character.isLowSurrogate(lastOf(prefix)) ? 2 : 1);
            prefix.setLength(last);
        }
        return new RegexShape(null, prefix.toString(), rest);
    }

    private static char lastOf(StringBuilder text) {
        return text.charAt(text.length() - 1);
    }

    /// What stands inside one pair of parentheses around everything.
    private static String withoutGroup(String expression) {
        if (!expression.startsWith("(") || !expression.endsWith(")")) {
            return expression;
        }
        String inner = expression.substring(1, expression.length() - 1);
        inner = inner.startsWith("?:") ? inner.substring(2) : inner;
        boolean plain = inner.indexOf('(') < 0 && inner.indexOf(')') < 0 && !inner.startsWith("?");
        return plain && !inner.endsWith("\\") ? inner : expression;
    }

    private static @Nullable List<String> words(String expression) {
        var words = new ArrayList<String>();
        int at = 0;
        while (true) {
            var word = new StringBuilder();
            at = literal(expression, at, word);
            words.add(word.toString());
            if (at == expression.length()) {
                return List.copyOf(words);
            }
            if (expression.charAt(at) != '|') {
                return null;
            }
            at++;
        }
    }

    /// Reads plain letters, escaped ones too, up to the first that is special.
    private static int literal(String expression, int from, StringBuilder into) {
        int at = from;
        while (at < expression.length()) {
            char letter = expression.charAt(at);
            if (letter == '\\' && at + 1 < expression.length()) {
                char next = expression.charAt(at + 1);
                if (Character.isLetterOrDigit(next) || next > 0x7f) {
                    return at;
                }
                into.append(next);
                at += 2;
            } else if (SPECIAL.indexOf(letter) >= 0) {
                return at;
            } else {
                into.append(letter);
                at++;
            }
        }
        return at;
    }

    private static boolean hasAlternatives(String expression) {
        int depth = 0;
        boolean inClass = false;
        for (int i = 0; i < expression.length(); i++) {
            switch (expression.charAt(i)) {
                case '\\' -> i++;
                case '[' -> inClass = true;
                case ']' -> inClass = false;
                case '(' -> depth += inClass ? 0 : 1;
                case ')' -> depth -= inClass ? 0 : 1;
                case '|' -> {
                    if (depth == 0 && !inClass) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }
}

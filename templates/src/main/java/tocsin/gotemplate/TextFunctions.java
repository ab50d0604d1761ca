package tocsin.gotemplate;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.GoFunction;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.Value;

import java.util.Map;
import java.util.function.IntUnaryOperator;

/// Functions over text that Prometheus and Alertmanager have alike.
public final class TextFunctions {
    private TextFunctions() {}

    /// `toUpper`, `toLower`, `match`, `reReplaceAll`.
    public static Map<String, GoFunction> all() {
        return Map.of(
                "toUpper", of(text -> mapped(text, Character::toUpperCase)),
                "toLower", of(text -> mapped(text, Character::toLowerCase)),
                "match",
                        GoFunction.of(
                                args -> Value.of(matches(text(args[0]), text(args[1]))),
                                GoType.STRING,
                                GoType.STRING),
                "reReplaceAll",
                        GoFunction.of(
                                args -> Value.of(replace(args)),
                                GoType.STRING,
                                GoType.STRING,
                                GoType.STRING));
    }

    /// A function from text to text.
    public interface OfText {
        String apply(String text) throws FunctionException;
    }

    /// A function from one string to another.
    public static GoFunction of(OfText function) {
        return GoFunction.of(args -> Value.of(function.apply(text(args[0]))), GoType.STRING);
    }

    /// The text of an argument that is a string.
    public static String text(Value argument) {
        return ((Value.Str) argument).value();
    }

    /// Character by character, so that no text grows: what has no single large form stays.
    private static String mapped(String text, IntUnaryOperator change) {
        return text.codePoints()
                .map(change)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean matches(String pattern, String text) throws FunctionException {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw new FunctionException(String.valueOf(e.getMessage()));
        }
    }

    private static String replace(Value[] args) throws FunctionException {
        String pattern = text(args[0]);
        Pattern compiled;
        try {
            compiled = Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new FunctionException("regexp: Compile(`" + pattern + "`): " + e.getMessage());
        }
        return replace(compiled, text(args[1]), text(args[2]));
    }

    /// Replaces every match; an empty one right after another does not count, as in Go.
    private static String replace(Pattern pattern, String replacement, String text)
            throws FunctionException {
        Matcher matcher = pattern.matcher(text);
        var out = new StringBuilder();
        int copied = 0;
        int lastEnd = -1;
        while (matcher.find()) {
            if (matcher.start() == matcher.end() && matcher.start() == lastEnd) {
                continue;
            }
            out.append(text, copied, matcher.start());
            expand(out, replacement, pattern, matcher);
            copied = matcher.end();
            lastEnd = matcher.end();
            if (out.length() > Limits.DEFAULT.outputChars()) {
                throw new FunctionException("result is too long");
            }
        }
        return out.append(text, copied, text.length()).toString();
    }

    private static void expand(
            StringBuilder out, String replacement, Pattern pattern, Matcher matcher) {
        for (int at = 0; at < replacement.length(); ) {
            int dollar = replacement.indexOf('$', at);
            if (dollar < 0 || dollar + 1 >= replacement.length()) {
                out.append(replacement, at, replacement.length());
                return;
            }
            out.append(replacement, at, dollar);
            if (replacement.charAt(dollar + 1) == '$') {
                out.append('$');
                at = dollar + 2;
                continue;
            }
            boolean braced = replacement.charAt(dollar + 1) == '{';
            int start = braced ? dollar + 2 : dollar + 1;
            int end = start;
            while (end < replacement.length() && isWord(replacement.charAt(end))) {
                end++;
            }
            boolean closed = end < replacement.length() && replacement.charAt(end) == '}';
            if (end == start || (braced && !closed)) {
                out.append('$');
                at = dollar + 1;
                continue;
            }
            out.append(group(pattern, matcher, replacement.substring(start, end)));
            at = braced ? end + 1 : end;
        }
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private static String group(Pattern pattern, Matcher matcher, String name) {
        boolean isNumber = name.chars().allMatch(c -> c >= '0' && c <= '9');
        String group = null;
        if (isNumber && name.length() < 8) {
            int index = Integer.parseInt(name);
            group = index <= matcher.groupCount() ? matcher.group(index) : null;
        } else if (!isNumber && pattern.namedGroups().containsKey(name)) {
            group = matcher.group(name);
        }
        return group == null ? "" : group;
    }
}

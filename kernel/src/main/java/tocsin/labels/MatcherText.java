package tocsin.labels;

import java.util.Comparator;
import java.util.List;

/// Matchers as Alertmanager writes them: group keys, which integrations deduplicate on, contain
/// this text byte for byte.
public final class MatcherText {
    /// By name, then value, then operator: the order in which a route's matchers stand in its key.
    public static final Comparator<Matcher> ORDER =
            Comparator.comparing(Matcher::name, Labels.BYTE_ORDER)
                    .thenComparing(Matcher::value, Labels.BYTE_ORDER)
                    .thenComparing(Matcher::type);

    private MatcherText() {}

    /// A list of matchers between braces: `{team="a",severity=~"x|y"}`.
    public static String of(List<Matcher> matchers) {
        var text = new StringBuilder("{");
        for (Matcher matcher : matchers) {
            text.append(text.length() > 1 ? "," : "").append(of(matcher));
        }
        return text.append('}').toString();
    }

    /// One matcher. The name is quoted only when it could not be read otherwise; beside a quoted
    /// name, the value has all of Go's escapes, else only three.
    public static String of(Matcher matcher) {
        String operator = matcher.type().operator();
        if (matcher.name().codePoints().anyMatch(MatcherText::isReserved)) {
            return Quoting.quote(matcher.name()) + operator + Quoting.quote(matcher.value());
        }
        String value =
                matcher.value().replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
        return matcher.name() + operator + '"' + value + '"';
    }

    private static boolean isReserved(int c) {
        return "{}!=~,\\\"'`".indexOf(c) >= 0
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == 0x85;
    }
}

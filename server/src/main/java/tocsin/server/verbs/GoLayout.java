package tocsin.server.verbs;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Writes times by Go's layouts, which show how the second of January 2006 would look.
final class GoLayout {
    private static final List<Token> TOKENS =
            List.of(
                    Token.of("January", "MMMM"),
                    Token.of("Jan", "MMM"),
                    Token.of("Monday", "EEEE"),
                    Token.of("Mon", "EEE"),
                    new Token("MST", GoLayout::zone),
                    Token.of("2006", "uuuu"),
                    Token.of("-07:00", "xxx"),
                    Token.of("-0700", "xx"),
                    Token.of("Z07:00", "XXX"),
                    Token.of("Z0700", "XX"),
                    Token.of(".000000000", ".SSSSSSSSS"),
                    Token.of(".000000", ".SSSSSS"),
                    Token.of(".000", ".SSS"),
                    Token.of("01", "MM"),
                    Token.of("02", "dd"),
                    Token.of("03", "hh"),
                    Token.of("04", "mm"),
                    Token.of("05", "ss"),
                    Token.of("06", "uu"),
                    Token.of("15", "HH"),
                    Token.of("PM", "a"),
                    Token.of("1", "M"),
                    Token.of("2", "d"),
                    Token.of("3", "h"),
                    Token.of("4", "m"),
                    Token.of("5", "s"));

    private final List<Function<OffsetDateTime, String>> parts;

    private GoLayout(List<Function<OffsetDateTime, String>> parts) {
        this.parts = List.copyOf(parts);
    }

    private record Token(String text, Function<OffsetDateTime, String> write) {
        static Token of(String text, String pattern) {
            return new Token(text, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)::format);
        }
    }

    static GoLayout of(String layout) {
        var parts = new ArrayList<Function<OffsetDateTime, String>>();
        int at = 0;
        while (at < layout.length()) {
            int from = at;
            var token =
                    TOKENS.stream()
                            .filter(each -> layout.startsWith(each.text(), from))
                            .findFirst();
            if (token.isPresent()) {
                parts.add(token.get().write());
                at += token.get().text().length();
            } else {
                String letter = layout.substring(at, ++at);
                parts.add(_ -> letter);
            }
        }
        return new GoLayout(parts);
    }

    private static String zone(OffsetDateTime time) {
        if (time.getOffset().equals(ZoneOffset.UTC)) {
            return "UTC";
        }
        String offset = DateTimeFormatter.ofPattern("xx", Locale.ENGLISH).format(time);
        return offset.endsWith("00") ? offset.substring(0, 3) : offset;
    }

    /// A time as the API gives it, in the zone it is given in.
    String format(String time) {
        OffsetDateTime parsed = OffsetDateTime.parse(time);
        var text = new StringBuilder();
        parts.forEach(part -> text.append(part.apply(parsed)));
        return text.toString();
    }
}

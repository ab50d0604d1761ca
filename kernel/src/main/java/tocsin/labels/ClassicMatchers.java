package tocsin.labels;

import com.google.re2j.Pattern;

import java.util.ArrayList;
import java.util.List;

/// Alertmanager's first grammar of matchers: legacy names, quotes optional, three escapes.
final class ClassicMatchers {
    private static final Pattern MATCHER =
            Pattern.compile("(?s)^\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|=|!=|!~)\\s*(.*?)\\s*$");

    private ClassicMatchers() {}

    static List<Matcher> list(String text) {
        String inner = text.startsWith("{") ? text.substring(1) : text;
        inner = inner.endsWith("}") ? inner.substring(0, inner.length() - 1) : inner;
        var matchers = new ArrayList<Matcher>();
        for (String part : split(inner)) {
            matchers.add(one(part));
        }
        return matchers;
    }

    /// At commas outside of quotes; what is left after the last comma counts only if there is
    /// something.
    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        boolean quoted = false;
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
                continue;
            }
            if (c == '"' && !escaped) {
                quoted = !quoted;
            }
            escaped = c == '\\' && !escaped;
            part.append(c);
        }
        if (!part.isEmpty()) {
            parts.add(part.toString());
        }
        return parts;
    }

    static Matcher one(String text) {
        com.google.re2j.Matcher found = MATCHER.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException("bad matcher format: " + text);
        }
        String operator = found.group(2);
        MatchType type =
                List.of(MatchType.values()).stream()
                        .filter(each -> each.operator().equals(operator))
                        .findFirst()
                        .orElseThrow();
        return Matcher.of(type, found.group(1), value(found.group(3)));
    }

    private static String value(String raw) {
        int start = 0;
        boolean expectsQuote = false;
        if (raw.startsWith("\"")) {
            start = 1;
            expectsQuote = true;
        }
        var value = new StringBuilder();
        boolean escaped = false;
        for (int i = start; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (escaped) {
                escaped = false;
                value.append(
                        switch (c) {
                            case 'n' -> "\n";
                            case '"', '\\' -> String.valueOf(c);
                            default -> "\\" + c;
                        });
            } else if (c == '\\' && i < raw.length() - 1) {
                escaped = true;
            } else if (c == '"') {
                if (!expectsQuote || i < raw.length() - 1) {
                    throw unescaped(raw);
                }
                expectsQuote = false;
            } else {
                value.append(c);
            }
        }
        if (expectsQuote) {
            throw unescaped(raw);
        }
        return value.toString();
    }

    private static IllegalArgumentException unescaped(String raw) {
        return new IllegalArgumentException(
                "matcher value contains unescaped double quote: " + raw);
    }
}

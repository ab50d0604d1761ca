package tocsin.gotemplate.html;

import tocsin.gotemplate.html.Context.State;
import tocsin.gotemplate.html.Transitions.Step;
import tocsin.gotemplate.value.Quotes;

/// How text of CSS moves the context on.
final class CssTransitions {
    private static final String SPACES = "\t\n\f\r ";

    private CssTransitions() {}

    static Step step(Context c, String s) throws EscapeException {
        return c.state() == State.CSS ? rules(c, s) : string(c, s);
    }

    private static Step rules(Context c, String s) {
        int from = 0;
        while (true) {
            int at = Transitions.indexOfAny(s, "(\"'/", from);
            if (at < 0) {
                return new Step(c, s.length());
            }
            switch (s.charAt(at)) {
                case '(' -> {
                    if (endsWithUrl(s.substring(0, at))) {
                        return url(c, s, at + 1);
                    }
                }
                case '/' -> {
                    if (s.startsWith("//", at)) {
                        return new Step(c.in(State.CSS_LINE_COMMENT), at + 2);
                    }
                    if (s.startsWith("/*", at)) {
                        return new Step(c.in(State.CSS_BLOCK_COMMENT), at + 2);
                    }
                }
                case '"' -> {
                    return new Step(c.in(State.CSS_DOUBLE), at + 1);
                }
                default -> {
                    return new Step(c.in(State.CSS_SINGLE), at + 1);
                }
            }
            from = at + 1;
        }
    }

    private static boolean endsWithUrl(String before) {
        String text = before.replaceFirst("[\\t\\n\\f\\r ]+$", "");
        int start = text.length() - 3;
        return start >= 0
                && text.regionMatches(true, start, "url", 0, 3)
                && (start == 0 || !Css.isNameCharacter(text.codePointBefore(start)));
    }

    private static Step url(Context c, String s, int from) {
        int at = from;
        while (at < s.length() && SPACES.indexOf(s.charAt(at)) >= 0) {
            at++;
        }
        char quote = at < s.length() ? s.charAt(at) : 0;
        return switch (quote) {
            case '"' -> new Step(c.in(State.CSS_DOUBLE_URL), at + 1);
            case '\'' -> new Step(c.in(State.CSS_SINGLE_URL), at + 1);
            default -> new Step(c.in(State.CSS_URL), at);
        };
    }

    private static Step string(Context c, String s) throws EscapeException {
        String specials =
                switch (c.state()) {
                    case CSS_DOUBLE, CSS_DOUBLE_URL -> "\\\"";
                    case CSS_SINGLE, CSS_SINGLE_URL -> "\\'";
                    default -> "\\\t\n\f\r )";
                };
        Context inside = c;
        int from = 0;
        while (true) {
            int at = Transitions.indexOfAny(s, specials, from);
            if (at < 0) {
                Context end = Transitions.url(inside, Css.decode(s.substring(from)));
                return new Step(end, s.length());
            }
            if (s.charAt(at) != '\\') {
                return new Step(inside.in(State.CSS), at + 1);
            }
            at++;
            if (at == s.length()) {
                throw new EscapeException(
                        null, "unfinished escape sequence in CSS string: " + Quotes.quote(s));
            }
            inside = Transitions.url(inside, Css.decode(s.substring(0, at + 1)));
            from = at + 1;
        }
    }
}

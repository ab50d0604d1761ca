package tocsin.gotemplate.html;

import tocsin.gotemplate.html.Context.Slash;
import tocsin.gotemplate.html.Context.State;
import tocsin.gotemplate.html.Transitions.Step;
import tocsin.gotemplate.value.Quotes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How text of JavaScript moves the context on.
final class JsTransitions {
    private static final Set<String> BEFORE_REGEXP =
            Set.of(
                    "break",
                    "case",
                    "continue",
                    "delete",
                    "do",
                    "else",
                    "finally",
                    "in",
                    "instanceof",
                    "return",
                    "throw",
                    "try",
                    "typeof",
                    "void");

    private JsTransitions() {}

    static Step step(Context c, String s) throws EscapeException {
        return c.state() == State.JS ? code(c, s) : delimited(c, s);
    }

    private static Step code(Context c, String s) throws EscapeException {
        int at = Transitions.indexOfAny(s, "\"`'/{}", 0);
        if (at < 0) {
            return new Step(c.with(after(s, c.slash())), s.length());
        }
        Context before = c.with(after(s.substring(0, at), c.slash()));
        return switch (s.charAt(at)) {
            case '"' -> new Step(before.in(State.JS_DOUBLE).with(Slash.REGEXP), at + 1);
            case '\'' -> new Step(before.in(State.JS_SINGLE).with(Slash.REGEXP), at + 1);
            case '`' -> new Step(before.in(State.JS_LITERAL).with(Slash.REGEXP), at + 1);
            case '{' -> new Step(braced(before, 1).with(Slash.REGEXP), at + 1);
            case '}' -> closingBrace(before, at);
            default -> slash(before, s, at);
        };
    }

    /// Counts a brace within a template literal; outside of them braces do not matter.
    private static Context braced(Context c, int change) {
        if (c.braces().isEmpty()) {
            return c;
        }
        var braces = new ArrayList<>(c.braces());
        braces.set(braces.size() - 1, braces.getLast() + change);
        return c.with(List.copyOf(braces));
    }

    private static Step closingBrace(Context c, int at) {
        if (c.braces().isEmpty() || c.braces().getLast() > 0) {
            return new Step(braced(c, -1).with(Slash.REGEXP), at + 1);
        }
        Context literal = c.with(c.braces().subList(0, c.braces().size() - 1));
        return new Step(literal.in(State.JS_LITERAL).with(Slash.REGEXP), at + 1);
    }

    private static Step slash(Context c, String s, int at) throws EscapeException {
        if (s.startsWith("//", at)) {
            return new Step(c.in(State.JS_LINE_COMMENT), at + 2);
        }
        if (s.startsWith("/*", at)) {
            return new Step(c.in(State.JS_BLOCK_COMMENT), at + 2);
        }
        return switch (c.slash()) {
            case REGEXP -> new Step(c.in(State.JS_REGEXP), at + 1);
            case DIVISION -> new Step(c.with(Slash.REGEXP), at + 1);
            case UNKNOWN ->
                    throw new EscapeException(
                            null,
                            "'/' could start a division or regexp: "
                                    + Quotes.quote(s.substring(at, Math.min(s.length(), at + 32))));
        };
    }

    private static Step delimited(Context c, String s) throws EscapeException {
        String specials =
                switch (c.state()) {
                    case JS_SINGLE -> "\\'";
                    case JS_LITERAL -> "\\`$";
                    case JS_REGEXP -> "\\/[]";
                    default -> "\\\"";
                };
        boolean inCharset = false;
        for (int i = 0; i < s.length(); i++) {
            char special = s.charAt(i);
            if (specials.indexOf(special) < 0) {
                continue;
            }
            if (special == '\\') {
                i++;
                if (i == s.length()) {
                    throw new EscapeException(
                            null, "unfinished escape sequence in JS string: " + Quotes.quote(s));
                }
            } else if (special == '$') {
                if (s.startsWith("${", i)) {
                    var braces = new ArrayList<>(c.braces());
                    braces.add(0);
                    Context code = c.in(State.JS).with(Slash.REGEXP);
                    return new Step(code.with(List.copyOf(braces)), i + 2);
                }
            } else if (special == '[' || special == ']') {
                inCharset = special == '[';
            } else if (!inCharset) {
                return new Step(c.in(State.JS).with(Slash.DIVISION), i + 1);
            }
        }
        if (inCharset) {
            throw new EscapeException(null, "unfinished JS regexp charset: " + Quotes.quote(s));
        }
        return new Step(c, s.length());
    }

    /// What a slash behind a text would begin.
    private static Slash after(String text, Slash before) {
        int end = text.length();
        while (end > 0 && "\t\n\f\r \u2028\u2029".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end == 0) {
            return before;
        }
        char last = text.charAt(end - 1);
        return switch (last) {
            case '+', '-' -> {
                int start = end - 1;
                while (start > 0 && text.charAt(start - 1) == last) {
                    start--;
                }
                yield (end - start) % 2 == 1 ? Slash.REGEXP : Slash.DIVISION;
            }
            case '.' ->
                    end != 1 && Character.isDigit(text.charAt(end - 2))
                            ? Slash.DIVISION
                            : Slash.REGEXP;
            case ',', '<', '>', '=', '*', '%', '&', '|', '^', '?' -> Slash.REGEXP;
            case '!', '~', '(', '[', ':', ';', '{', '}' -> Slash.REGEXP;
            default -> afterWord(text, end);
        };
    }

    private static Slash afterWord(String text, int end) {
        int start = end;
        while (start > 0 && isIdentifierPart(text.charAt(start - 1))) {
            start--;
        }
        return BEFORE_REGEXP.contains(text.substring(start, end)) ? Slash.REGEXP : Slash.DIVISION;
    }

    static boolean isIdentifierPart(char c) {
        return c == '$'
                || c == '_'
                || (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z');
    }
}

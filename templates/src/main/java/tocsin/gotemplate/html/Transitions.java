package tocsin.gotemplate.html;

import tocsin.gotemplate.html.Context.Attribute;
import tocsin.gotemplate.html.Context.Delimiter;
import tocsin.gotemplate.html.Context.Element;
import tocsin.gotemplate.html.Context.State;
import tocsin.gotemplate.html.Context.UrlPart;
import tocsin.gotemplate.value.Quotes;

import java.util.Locale;

/// How text moves the context on. Each step consumes as much as belongs to one context.
final class Transitions {
    private static final String SPACES = " \t\n\f\r";

    private Transitions() {}

    /// The context behind some of the text, and how many characters of it were consumed.
    record Step(Context context, int length) {}

    /// The step at the beginning of a text.
    static Step after(Context c, String s) throws EscapeException {
        if (c.delimiter() == Delimiter.NONE) {
            int end = specialTagEnd(c, s);
            if (end == 0) {
                return new Step(Context.TEXT, 0);
            }
            return step(c, end < 0 ? s : s.substring(0, end));
        }
        return inValue(c, s);
    }

    private static Step inValue(Context c, String s) throws EscapeException {
        int end = indexOfAny(s, c.delimiter().ends, 0);
        boolean unquoted = c.delimiter() == Delimiter.SPACE_OR_TAG_END;
        int stop = end < 0 ? s.length() : end;
        int bad = unquoted ? indexOfAny(s.substring(0, stop), "\"'<=`", 0) : -1;
        if (bad >= 0) {
            throw new EscapeException(
                    null,
                    Quotes.quote(s.substring(bad, bad + 1))
                            + " in unquoted attr: "
                            + Quotes.quote(s.substring(0, stop)));
        }
        if (end < 0) {
            String rest = Entities.decode(s);
            Context inside = c;
            while (!rest.isEmpty()) {
                Step step = step(inside, rest);
                inside = step.context();
                rest = rest.substring(step.length());
            }
            return new Step(inside, s.length());
        }
        boolean isOtherScript =
                c.state() == State.ATTR
                        && c.element() == Element.SCRIPT
                        && c.attribute() == Attribute.SCRIPT_TYPE
                        && !AttributeNames.isJavaScript(s.substring(0, end));
        Element element = isOtherScript ? Element.NONE : c.element();
        return new Step(Context.of(State.TAG, element), unquoted ? end : end + 1);
    }

    /// The step within one state.
    static Step step(Context c, String s) throws EscapeException {
        return switch (c.state()) {
            case TEXT -> text(c, s);
            case TAG -> tag(c, s);
            case ATTR_NAME -> {
                int end = attributeNameEnd(s, 0);
                yield new Step(end == s.length() ? c : c.in(State.AFTER_NAME), end);
            }
            case AFTER_NAME -> afterName(c, s);
            case BEFORE_VALUE -> beforeValue(c, s);
            case HTML_COMMENT -> {
                int end = s.indexOf("-->");
                yield end < 0 ? new Step(c, s.length()) : new Step(Context.TEXT, end + 3);
            }
            case RCDATA -> {
                int end = specialTagEnd(c, s);
                yield end < 0 ? new Step(c, s.length()) : new Step(Context.TEXT, end);
            }
            case ATTR, DEAD -> new Step(c, s.length());
            case URL, SRCSET -> new Step(url(c, s), s.length());
            case JS, JS_DOUBLE, JS_SINGLE, JS_LITERAL, JS_REGEXP -> JsTransitions.step(c, s);
            case JS_BLOCK_COMMENT, CSS_BLOCK_COMMENT -> blockComment(c, s);
            case JS_LINE_COMMENT -> lineComment(c, s, "\n\r\u2028\u2029", State.JS);
            case CSS_LINE_COMMENT -> lineComment(c, s, "\n\f\r", State.CSS);
            case CSS, CSS_DOUBLE, CSS_SINGLE, CSS_DOUBLE_URL, CSS_SINGLE_URL, CSS_URL ->
                    CssTransitions.step(c, s);
        };
    }

    static int indexOfAny(String s, String any, int from) {
        for (int i = from; i < s.length(); i++) {
            if (any.indexOf(s.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static int skipSpaces(String s, int from) {
        int i = from;
        while (i < s.length() && SPACES.indexOf(s.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private static Step text(Context c, String s) {
        int from = 0;
        while (true) {
            int at = s.indexOf('<', from);
            if (at < 0 || at + 1 == s.length()) {
                return new Step(c, s.length());
            }
            if (s.startsWith("<!--", at)) {
                return new Step(Context.of(State.HTML_COMMENT, Element.NONE), at + 4);
            }
            at++;
            boolean closes = s.charAt(at) == '/';
            if (closes && at + 1 == s.length()) {
                return new Step(c, s.length());
            }
            int name = closes ? at + 1 : at;
            int end = tagNameEnd(s, name);
            if (end != name) {
                Element element = closes ? Element.NONE : element(s.substring(name, end));
                return new Step(Context.of(State.TAG, element), end);
            }
            from = end;
        }
    }

    private static Element element(String name) {
        for (Element element : Element.values()) {
            if (element.tag.equals(name.toLowerCase(Locale.ROOT))) {
                return element;
            }
        }
        return Element.NONE;
    }

    private static boolean isAlpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isAlphanumeric(char c) {
        return isAlpha(c) || (c >= '0' && c <= '9');
    }

    private static int tagNameEnd(String s, int from) {
        if (from == s.length() || !isAlpha(s.charAt(from))) {
            return from;
        }
        int at = from + 1;
        while (at < s.length()) {
            char c = s.charAt(at);
            if (isAlphanumeric(c)) {
                at++;
            } else if ((c == ':' || c == '-')
                    && at + 1 < s.length()
                    && isAlphanumeric(s.charAt(at + 1))) {
                at += 2;
            } else {
                break;
            }
        }
        return at;
    }

    private static int attributeNameEnd(String s, int from) throws EscapeException {
        for (int i = from; i < s.length(); i++) {
            char c = s.charAt(i);
            if (SPACES.indexOf(c) >= 0 || c == '=' || c == '>') {
                return i;
            }
            if (c == '\'' || c == '"' || c == '<') {
                String shown = s.substring(0, Math.min(s.length(), 32));
                throw new EscapeException(
                        null,
                        Quotes.quote(String.valueOf(c))
                                + " in attribute name: "
                                + Quotes.quote(shown));
            }
        }
        return s.length();
    }

    private static Step tag(Context c, String s) throws EscapeException {
        int from = skipSpaces(s, 0);
        if (from == s.length()) {
            return new Step(c, s.length());
        }
        if (s.charAt(from) == '>') {
            return new Step(Context.of(c.element().content, c.element()), from + 1);
        }
        int end = attributeNameEnd(s, from);
        if (from == end) {
            throw new EscapeException(
                    null,
                    "expected space, attr name, or end of tag, but got "
                            + Quotes.quote(s.substring(from)));
        }
        String name = s.substring(from, end).toLowerCase(Locale.ROOT);
        boolean isScriptType = c.element() == Element.SCRIPT && name.equals("type");
        Attribute attribute = isScriptType ? Attribute.SCRIPT_TYPE : attribute(name);
        State next = end == s.length() ? State.ATTR_NAME : State.AFTER_NAME;
        return new Step(Context.of(next, c.element()).with(attribute), end);
    }

    private static Attribute attribute(String name) {
        return switch (AttributeNames.content(name)) {
            case URL -> Attribute.URL;
            case CSS -> Attribute.STYLE;
            case JS -> Attribute.SCRIPT;
            case SRCSET -> Attribute.SRCSET;
            case PLAIN, HTML, UNSAFE -> Attribute.NONE;
        };
    }

    private static Step afterName(Context c, String s) {
        int at = skipSpaces(s, 0);
        if (at == s.length()) {
            return new Step(c, s.length());
        }
        return s.charAt(at) == '='
                ? new Step(c.in(State.BEFORE_VALUE), at + 1)
                : new Step(c.in(State.TAG), at);
    }

    private static Step beforeValue(Context c, String s) {
        int at = skipSpaces(s, 0);
        if (at == s.length()) {
            return new Step(c, s.length());
        }
        Context inside = c.in(c.attribute().start);
        return switch (s.charAt(at)) {
            case '\'' -> new Step(inside.with(Delimiter.SINGLE_QUOTE), at + 1);
            case '"' -> new Step(inside.with(Delimiter.DOUBLE_QUOTE), at + 1);
            default -> new Step(inside.with(Delimiter.SPACE_OR_TAG_END), at);
        };
    }

    /// Where the end tag of an element with text of its own begins; negative when it does not.
    private static int specialTagEnd(Context c, String s) {
        return c.element() == Element.NONE ? -1 : indexOfTagEnd(s, c.element().tag);
    }

    private static int indexOfTagEnd(String s, String tag) {
        int at = s.indexOf("</");
        while (at >= 0) {
            int end = at + 2 + tag.length();
            boolean matches = s.regionMatches(true, at + 2, tag, 0, tag.length());
            if (matches && end < s.length() && "> \t\n\f/".indexOf(s.charAt(end)) >= 0) {
                return at;
            }
            at = s.indexOf("</", at + 2);
        }
        return -1;
    }

    /// The context behind text of a URL.
    static Context url(Context c, String s) {
        if (indexOfAny(s, "#?", 0) >= 0) {
            return c.with(UrlPart.QUERY_OR_FRAGMENT);
        }
        boolean begins = skipSpaces(s, 0) != s.length() && c.urlPart() == UrlPart.NONE;
        return begins ? c.with(UrlPart.BEFORE_QUERY) : c;
    }

    private static Step blockComment(Context c, String s) {
        int end = s.indexOf("*/");
        if (end < 0) {
            return new Step(c, s.length());
        }
        State outside = c.state() == State.JS_BLOCK_COMMENT ? State.JS : State.CSS;
        return new Step(c.in(outside), end + 2);
    }

    private static Step lineComment(Context c, String s, String ends, State outside) {
        int end = indexOfAny(s, ends, 0);
        return end < 0 ? new Step(c, s.length()) : new Step(c.in(outside), end);
    }
}

package tocsin.gotemplate.html;

import tocsin.gotemplate.html.Context.Delimiter;
import tocsin.gotemplate.html.Context.Element;
import tocsin.gotemplate.html.Context.State;

/// Text in HTML.
final class Html {
    private static final String SPECIAL = "\0\"'+<>&";
    private static final String UNQUOTED = SPECIAL + "\t\n\u000b\f\r =`";

    private Html() {}

    static String escape(String text) {
        return replaced(text, SPECIAL);
    }

    /// Text that has its entities already.
    static String normalize(String text) {
        return replaced(text, SPECIAL.replace("&", ""));
    }

    static String unquoted(String text) {
        return replaced(text, UNQUOTED);
    }

    static String unquotedNormalized(String text) {
        return replaced(text, UNQUOTED.replace("&", ""));
    }

    private static String replaced(String text, String special) {
        boolean noSpaces = special.indexOf(' ') >= 0;
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean bad = noSpaces && ((c >= 0xfdd0 && c <= 0xfdef) || c >= 0xfff0);
            if (special.indexOf(c) < 0 && !bad) {
                out.append(c);
                continue;
            }
            switch (c) {
                case 0 -> out.append(noSpaces ? "&#xfffd;" : "\ufffd");
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> {
                    if (bad) {
                        out.append("&#x").append(Integer.toHexString(c)).append(';');
                    } else {
                        out.append("&#").append((int) c).append(';');
                    }
                }
            }
        }
        return out.toString();
    }

    /// The text of HTML, without its tags and comments.
    static String stripTags(String html) {
        var out = new StringBuilder();
        Context c = Context.TEXT;
        int at = 0;
        try {
            while (at < html.length()) {
                if (c.delimiter() != Delimiter.NONE) {
                    int end = Transitions.indexOfAny(html, c.delimiter().ends, at);
                    if (end < 0) {
                        break;
                    }
                    at = c.delimiter() == Delimiter.SPACE_OR_TAG_END ? end : end + 1;
                    c = Context.of(State.TAG, c.element());
                    continue;
                }
                boolean inSpecial = c.element() != Element.NONE && !isInTag(c.state());
                Context from = inSpecial ? c.in(State.RCDATA) : c;
                Transitions.Step step = Transitions.step(from, html.substring(at));
                int end = at + step.length();
                if (from.state() == State.TEXT || from.state() == State.RCDATA) {
                    int stop = end;
                    if (step.context().state() != from.state()) {
                        int bracket = html.lastIndexOf('<', end - 1);
                        stop = bracket >= at ? bracket : end;
                    }
                    out.append(html, at, stop);
                }
                if (step.length() == 0 && step.context().equals(c)) {
                    break;
                }
                c = step.context();
                at = end;
            }
        } catch (EscapeException _) {
            return out.toString();
        }
        return out.toString();
    }

    private static boolean isInTag(State state) {
        return state == State.TAG
                || state == State.ATTR_NAME
                || state == State.AFTER_NAME
                || state == State.BEFORE_VALUE
                || state == State.ATTR;
    }
}

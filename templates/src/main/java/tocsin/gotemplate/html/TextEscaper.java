package tocsin.gotemplate.html;

import tocsin.gotemplate.html.Context.Delimiter;
import tocsin.gotemplate.html.Context.State;
import tocsin.gotemplate.parse.Node;

/// Text of a template as it is written to a page: without comments, and with brackets that begin no
/// tag escaped.
final class TextEscaper {
    private static final String DOCTYPE = "<!DOCTYPE";

    private final String text;
    private final StringBuilder out = new StringBuilder();
    private int written;

    private TextEscaper(String text) {
        this.text = text;
    }

    /// What the text becomes, and the context behind it.
    record Result(Node.Text text, Context end) {}

    static Result escape(Context c, Node.Text node) throws EscapeException {
        var escaper = new TextEscaper(node.text());
        Context end = escaper.run(c);
        String text = node.text();
        if (escaper.written != 0) {
            if (!end.state().isComment() || end.delimiter() != Delimiter.NONE) {
                escaper.out.append(text, escaper.written, text.length());
            }
            text = escaper.out.toString();
        }
        return new Result(new Node.Text(node.position(), text), end);
    }

    private Context run(Context start) throws EscapeException {
        Context c = start;
        int at = 0;
        while (at != text.length()) {
            Transitions.Step step = Transitions.after(c, text.substring(at));
            Context next = step.context();
            int end = at + step.length();
            if (c.state() == State.TEXT || c.state() == State.RCDATA) {
                brackets(at, c.state() == next.state() ? end : lastBracket(at, end));
            } else if (c.state().isComment() && c.delimiter() == Delimiter.NONE) {
                out.append(inPlaceOf(c.state(), text.substring(written, end)));
                written = end;
            }
            boolean commentBegins =
                    c.state() != next.state()
                            && next.state().isComment()
                            && next.delimiter() == Delimiter.NONE;
            if (commentBegins) {
                int mark = next.state() == State.HTML_COMMENT ? 4 : 2;
                out.append(text, written, end - mark);
                written = end;
            }
            c = next;
            at = end;
        }
        return c;
    }

    private int lastBracket(int from, int end) {
        int bracket = text.lastIndexOf('<', end - 1);
        return bracket >= from ? bracket : end;
    }

    private void brackets(int from, int end) {
        for (int i = text.indexOf('<', from); i >= 0 && i < end; i = text.indexOf('<', i + 1)) {
            if (!text.regionMatches(true, i, DOCTYPE, 0, DOCTYPE.length())) {
                out.append(text, written, i).append("&lt;");
                written = i + 1;
            }
        }
    }

    /// What a comment means to the program around it.
    private static String inPlaceOf(State state, String comment) {
        return switch (state) {
            case JS_BLOCK_COMMENT ->
                    Transitions.indexOfAny(comment, "\n\r\u2028\u2029", 0) >= 0 ? "\n" : " ";
            case CSS_BLOCK_COMMENT -> " ";
            default -> "";
        };
    }
}

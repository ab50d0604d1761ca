package tocsin.gotemplate.html;

/// Text in JavaScript.
final class Js {
    private Js() {}

    /// Text within a string.
    static String string(String text) {
        return replaced(text, "\"'`&+<>", "/\\");
    }

    /// Text within a template literal.
    static String literal(String text) {
        return replaced(text, "\"'`&+<>${}", "/\\");
    }

    /// Text within a regular expression; an empty one would begin a comment.
    static String regexp(String text) {
        String escaped = replaced(text, "\"'&+<>", "$()*-./?[\\]^{|}");
        return escaped.isEmpty() ? "(?:)" : escaped;
    }

    /// @param coded characters that are written by their numbers
    /// @param slashed characters that are written behind a backslash
    private static String replaced(String text, String coded, String slashed) {
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    boolean isControl = c < ' ' || c == '\u2028' || c == '\u2029';
                    if (isControl || coded.indexOf(c) >= 0) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else if (slashed.indexOf(c) >= 0) {
                        out.append('\\').append(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }
}

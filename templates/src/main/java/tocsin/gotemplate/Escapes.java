package tocsin.gotemplate;

import tocsin.gotemplate.value.Bytes;
import tocsin.gotemplate.value.Quotes;

/// The escaping functions that the language has by itself.
public final class Escapes {
    private Escapes() {}

    /// Text that stands for itself in HTML.
    public static String html(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\0' -> out.append('\ufffd');
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /// Text that stands for itself in a string of JavaScript.
    public static String js(String text) {
        var out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> js(out, c));
        return out.toString();
    }

    private static void js(StringBuilder out, int c) {
        switch (c) {
            case '\\' -> out.append("\\\\");
            case '\'' -> out.append("\\'");
            case '"' -> out.append("\\\"");
            case '<', '>', '&', '=' -> out.append(String.format("\\u%04X", c));
            default -> {
                if (c < ' ' || (c >= 0x80 && !Quotes.isPrint(c))) {
                    out.append(String.format("\\u%04X", c));
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }

    /// Text for the query of a URL: blanks become `+`.
    public static String urlQuery(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (byte b : Bytes.encode(text)) {
            int c = b & 0xff;
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-_.~".indexOf(c) >= 0;
            if (plain) {
                out.append((char) c);
            } else if (c == ' ') {
                out.append('+');
            } else {
                out.append('%')
                        .append("0123456789ABCDEF".charAt(c >> 4))
                        .append("0123456789ABCDEF".charAt(c & 15));
            }
        }
        return out.toString();
    }
}

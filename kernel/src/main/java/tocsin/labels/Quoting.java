package tocsin.labels;

/// Strings between double quotes, as Go's `strconv.Quote` writes them.
public final class Quoting {
    private Quoting() {}

    /// The text between quotes, with Go's escapes for quotes, backslashes and what cannot be
    /// printed.
    public static String quote(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> append(out, c));
        return out.append('"').toString();
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 0x0b -> out.append("\\v");
            default -> appendOther(out, c);
        }
    }

    private static void appendOther(StringBuilder out, int c) {
        if (c >= 0xdc80 && c <= 0xdcff) {
            // A byte that is no UTF-8, as the PromQL lexer keeps it.
            out.append("\\x").append(String.format("%02x", c - 0xdc00));
        } else if (c < 0x20 || c == 0x7f) {
            out.append("\\x").append(String.format("%02x", c));
        } else if (isPrintable(c)) {
            out.appendCodePoint(c);
        } else if (c < 0x10000) {
            out.append("\\u").append(String.format("%04x", c));
        } else {
            out.append("\\U").append(String.format("%08x", c));
        }
    }

    /// Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space.
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}

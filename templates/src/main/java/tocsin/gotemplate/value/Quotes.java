package tocsin.gotemplate.value;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// Go's quoted strings and characters: writing them, and reading those of templates.
public final class Quotes {
    private static final String NAMED = "abfnrtv";
    private static final String NAMES_MEAN = "\u0007\b\f\n\r\t\u000b";
    private static final int MAX_RUNE = 0x10ffff;

    private Quotes() {}

    /// The string between double quotes, with what cannot be printed escaped.
    public static String quote(String text) {
        return quote(text, '"', false);
    }

    /// A string between quotes, all of it ASCII if asked.
    static String quote(String text, char quote, boolean ascii) {
        var quoted = new StringBuilder(text.length() + 2).append(quote);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Bytes.isEscape(c)) {
                quoted.append(String.format("\\x%02x", c & 0xff));
            } else {
                append(quoted, c, quote, ascii);
            }
        }
        return quoted.append(quote).toString();
    }

    /// A character between single quotes.
    static String quoteRune(int rune, boolean ascii) {
        var quoted = new StringBuilder("'");
        append(quoted, isRune(rune) ? rune : 0xfffd, '\'', ascii);
        return quoted.append('\'').toString();
    }

    /// Whether a number is a character.
    static boolean isRune(long rune) {
        return rune >= 0 && rune <= MAX_RUNE && !(rune >= 0xd800 && rune < 0xe000);
    }

    private static void append(StringBuilder to, int c, char quote, boolean ascii) {
        int named = c < 0x80 ? NAMES_MEAN.indexOf(c) : -1;
        if (c == quote || c == '\\') {
            to.append('\\').append((char) c);
        } else if (ascii ? c >= 0x20 && c < 0x7f : isPrint(c)) {
            to.appendCodePoint(c);
        } else if (named >= 0) {
            to.append('\\').append(NAMED.charAt(named));
        } else if (c < ' ' || c == 0x7f) {
            to.append(String.format("\\x%02x", c));
        } else if (c < 0x10000) {
            to.append(String.format("\\u%04x", c));
        } else {
            to.append(String.format("\\U%08x", c));
        }
    }

    /// Whether Go would print a character as itself.
    public static boolean isPrint(int c) {
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

    /// Whether the string can stand between backquotes.
    static boolean canBackquote(String text) {
        return text.codePoints()
                .noneMatch(c ->
                        Bytes.isEscape(c)
                                || c == 0xfeff
                                || (c < ' ' && c != '\t')
                                || c == '`'
                                || c == 0x7f);
    }

    /// What a quoted string of a template says; empty when it is malformed.
    public static Optional<String> unquote(String quoted) {
        int last = quoted.length() - 1;
        if (last < 1 || quoted.charAt(0) != quoted.charAt(last)) {
            return Optional.empty();
        }
        String body = quoted.substring(1, last);
        if (quoted.charAt(0) == '`') {
            return Optional.of(body.replace("\r", ""));
        }
        return body.indexOf('\\') < 0 ? Optional.of(body) : unescape(body);
    }

    private static Optional<String> unescape(String body) {
        var bytes = new ByteArrayOutputStream(body.length());
        for (int i = 0; i < body.length(); ) {
            Optional<Escape> escape = character(body, i, '"');
            if (escape.isEmpty()) {
                return Optional.empty();
            }
            Escape read = escape.get();
            if (read.isByte()) {
                bytes.write(read.code());
            } else {
                bytes.writeBytes(Bytes.encode(Character.toString(read.code())));
            }
            i = read.end();
        }
        return Optional.of(Bytes.decode(bytes.toByteArray()));
    }

    /// A character read from a literal.
    ///
    /// @param isByte whether it was written as a byte
    /// @param end where the next begins
    public record Escape(int code, boolean isByte, int end) {}

    /// The character at `at` of the inside of a literal with these quotes; empty when malformed.
    public static Optional<Escape> character(String body, int at, char quote) {
        int c = body.codePointAt(at);
        if (c == quote) {
            return Optional.empty();
        }
        if (c != '\\') {
            return Optional.of(new Escape(c, false, at + Character.charCount(c)));
        }
        if (at + 1 >= body.length()) {
            return Optional.empty();
        }
        char kind = body.charAt(at + 1);
        int named = NAMED.indexOf(kind);
        if (named >= 0) {
            return Optional.of(new Escape(NAMES_MEAN.charAt(named), false, at + 2));
        }
        return switch (kind) {
            case 'x' -> digits(body, at + 2, 2, 16);
            case 'u' -> digits(body, at + 2, 4, 16);
            case 'U' -> digits(body, at + 2, 8, 16);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> digits(body, at + 1, 3, 8);
            case '\\' -> Optional.of(new Escape('\\', false, at + 2));
            case '\'', '"' ->
                    kind == quote ? Optional.of(new Escape(kind, false, at + 2)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Escape> digits(String body, int from, int count, int base) {
        if (from + count > body.length()) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = Character.digit(body.charAt(i), base);
            if (digit < 0) {
                return Optional.empty();
            }
            value = value * base + digit;
        }
        boolean isByte = count < 4;
        boolean bad = isByte ? value > 0xff : !isRune(value);
        return bad ? Optional.empty() : Optional.of(new Escape((int) value, isByte, from + count));
    }
}

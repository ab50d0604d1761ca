package tocsin.promql.parse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Quoted texts, with Go's escapes.
final class Strings {
    private static final String SIMPLE = "abfnrtv\\";
    private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\";
    private static final int OCTAL = 8;
    private static final int HEX = 16;
    private static final char REPLACEMENT = '\ufffd';
    private static final byte REPLACEMENT_LEAD = (byte) 0xef;
    private static final char LONE = '\udc00';
    private static final int LARGEST_BYTE = 255;

    private Strings() {}

    /// The length of the escape that begins with the backslash at an index.
    ///
    /// @throws IllegalArgumentException in upstream's words when it is none
    static int escapeLength(String text, int index, char quote) {
        char c = text.charAt(index + 1);
        if (SIMPLE.indexOf(c) >= 0 || c == quote) {
            return 2;
        }
        int digits =
                switch (c) {
                    case 'x' -> 2;
                    case 'u' -> 4;
                    case 'U' -> 8;
                    default -> c >= '0' && c <= '7' ? 3 : 0;
                };
        if (digits == 0) {
            throw new IllegalArgumentException("unknown escape sequence " + named(text, index + 1));
        }
        boolean octal = digits == 3;
        int first = octal ? index + 1 : index + 2;
        int radix = octal ? OCTAL : HEX;
        long value = 0;
        for (int i = first; i < first + digits; i++) {
            if (i >= text.length()) {
                throw new IllegalArgumentException("escape sequence not terminated");
            }
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                throw new IllegalArgumentException(
                        "illegal character " + named(text, i) + " in escape sequence");
            }
            value = value * radix + digit;
        }
        boolean bytes = octal || c == 'x';
        boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        if (bytes ? value > LARGEST_BYTE : value > Character.MAX_CODE_POINT || surrogate) {
            throw new IllegalArgumentException("escape sequence is an invalid Unicode code point");
        }
        return first + digits - index;
    }

    private static String named(String text, int index) {
        int c = text.codePointAt(index);
        return String.format(Locale.ROOT, "U+%04X '%s'", c, Character.toString(c));
    }

    /// The text between the quotes of a token, which was checked.
    static String unquote(String token) {
        char quote = token.charAt(0);
        String inner = token.substring(1, token.length() - 1);
        if (quote == '`' || inner.indexOf('\\') < 0) {
            return inner;
        }
        var out = new ByteArrayOutputStream();
        int i = 0;
        while (i < inner.length()) {
            int c = inner.codePointAt(i);
            if (c != '\\') {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
                continue;
            }
            int length = escapeLength(inner, i, quote);
            unescape(inner.substring(i + 1, i + length), out);
            i += length;
        }
        return decoded(out.toByteArray());
    }

    /// The text of bytes. A byte that is no UTF-8 becomes a lone surrogate, which no name and no
    /// label may have, rather than a mark that looks like text.
    private static String decoded(byte[] bytes) {
        var out = new StringBuilder();
        int i = 0;
        while (i < bytes.length) {
            int length = length(bytes[i] & LARGEST_BYTE);
            String whole =
                    length == 0 || i + length > bytes.length
                            ? ""
                            : new String(bytes, i, length, StandardCharsets.UTF_8);
            boolean valid =
                    whole.codePointCount(0, whole.length()) == 1
                            && whole.getBytes(StandardCharsets.UTF_8).length == length
                            && (whole.charAt(0) != REPLACEMENT || bytes[i] == REPLACEMENT_LEAD);
            out.append(valid ? whole : String.valueOf((char) (LONE + (bytes[i] & LARGEST_BYTE))));
            i += valid ? length : 1;
        }
        return out.toString();
    }

    /// How many bytes a character has, by its first; 0 when it can be no first one.
    private static int length(int lead) {
        if (lead < 0x80) {
            return 1;
        }
        return lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    }

    private static void unescape(String escape, ByteArrayOutputStream out) {
        char c = escape.charAt(0);
        int simple = SIMPLE.indexOf(c);
        if (simple >= 0 && escape.length() == 1) {
            out.write(MEANING.charAt(simple));
        } else if (escape.length() == 1) {
            out.write(c);
        } else if (c == 'x') {
            out.write(Integer.parseInt(escape.substring(1), HEX));
        } else if (c == 'u' || c == 'U') {
            int point = Integer.parseInt(escape.substring(1), HEX);
            out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        } else {
            out.write(Integer.parseInt(escape, OCTAL));
        }
    }
}

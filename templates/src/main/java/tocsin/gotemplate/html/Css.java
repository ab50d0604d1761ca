package tocsin.gotemplate.html;

import java.util.Locale;

/// Text in CSS.
final class Css {
    /// Stands for what would not be safe.
    static final String FAILSAFE = "ZgotmplZ";

    private Css() {}

    static boolean isNameCharacter(int c) {
        return c == '-'
                || c == '_'
                || (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= 0x80 && c <= 0xfffd && !(c >= 0xd800 && c < 0xe000))
                || c >= 0x10000;
    }

    private static boolean isHex(String s, int at) {
        return at < s.length() && s.charAt(at) < 0x80 && Character.digit(s.charAt(at), 16) >= 0;
    }

    /// The text with its escapes resolved.
    static String decode(String s) {
        var out = new StringBuilder(s.length());
        int at = 0;
        while (at < s.length()) {
            char c = s.charAt(at);
            if (c != '\\') {
                out.append(c);
                at++;
            } else if (at + 1 >= s.length()) {
                break;
            } else if (isHex(s, at + 1)) {
                int end = at + 1;
                int code = 0;
                while (end < at + 7 && isHex(s, end)) {
                    int next = code * 16 + Character.digit(s.charAt(end), 16);
                    if (next > Character.MAX_CODE_POINT) {
                        break;
                    }
                    code = next;
                    end++;
                }
                out.appendCodePoint(code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
                at = skipSpace(s, end);
            } else {
                int code = s.codePointAt(at + 1);
                out.appendCodePoint(code);
                at += 1 + Character.charCount(code);
            }
        }
        return out.toString();
    }

    private static int skipSpace(String s, int at) {
        if (s.startsWith("\r\n", at)) {
            return at + 2;
        }
        return at < s.length() && "\t\n\f\r ".indexOf(s.charAt(at)) >= 0 ? at + 1 : at;
    }

    /// Text within a string of CSS.
    static String escape(String s) {
        var out = new StringBuilder(s.length() + 16);
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if ("\0\t\n\f\r\"&'()+/:;<>\\{}".indexOf(c) < 0) {
                out.append(c);
                continue;
            }
            if (c == '\\') {
                out.append("\\\\");
                continue;
            }
            out.append('\\').append(Integer.toHexString(c));
            boolean ambiguous =
                    i + 1 == s.length()
                            || isHex(s, i + 1)
                            || "\t\n\f\r ".indexOf(s.charAt(i + 1)) >= 0;
            if (ambiguous) {
                out.append(' ');
            }
        }
        return out.toString();
    }

    /// A value of a property, or what stands for one that is not safe.
    static String filter(String s) {
        String plain = decode(s);
        var name = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            boolean twoDashes = c == '-' && i != 0 && plain.charAt(i - 1) == '-';
            if ("\0\"'()/;@[\\]`{}".indexOf(c) >= 0 || twoDashes) {
                return FAILSAFE;
            }
            if (c < 0x80 && c != '-' && isNameCharacter(c)) {
                name.append(c);
            }
        }
        String lower = name.toString().toLowerCase(Locale.ROOT);
        return lower.contains("expression") || lower.contains("mozbinding") ? FAILSAFE : plain;
    }
}

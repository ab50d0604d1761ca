package tocsin.gotemplate.html;

import tocsin.gotemplate.value.Bytes;

/// Text in URLs.
final class Urls {
    private Urls() {}

    /// Whether it is of a scheme that runs nothing.
    static boolean isSafe(String s) {
        int colon = s.indexOf(':');
        if (colon < 0 || s.substring(0, colon).contains("/")) {
            return true;
        }
        String scheme = s.substring(0, colon);
        return scheme.equalsIgnoreCase("http")
                || scheme.equalsIgnoreCase("https")
                || scheme.equalsIgnoreCase("mailto");
    }

    /// A whole URL, normalized, or text within one, escaped.
    static String escape(String s, boolean isWhole) {
        byte[] bytes = Bytes.encode(s);
        var out = new StringBuilder(bytes.length + 16);
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i] & 0xff;
            boolean plain =
                    "-._~".indexOf(c) >= 0
                            || (isWhole && "!#$&*+,/:;=?@[]".indexOf(c) >= 0)
                            || (isWhole && c == '%' && isHex(bytes, i + 1) && isHex(bytes, i + 2))
                            || (c < 0x80 && Character.isLetterOrDigit(c));
            if (plain) {
                out.append((char) c);
            } else {
                out.append('%').append(String.format("%02x", c));
            }
        }
        return out.toString();
    }

    private static boolean isHex(byte[] bytes, int at) {
        return at < bytes.length && Character.digit(bytes[at], 16) >= 0;
    }

    /// A list of images with their sizes.
    static String srcset(String s) {
        var out = new StringBuilder();
        int from = 0;
        for (int i = 0; i <= s.length(); i++) {
            if (i == s.length() || s.charAt(i) == ',') {
                out.append(image(s.substring(from, i)));
                out.append(i < s.length() ? "," : "");
                from = i + 1;
            }
        }
        return out.toString();
    }

    private static String image(String s) {
        int start = 0;
        while (start < s.length() && isSpace(s.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < s.length() && !isSpace(s.charAt(end))) {
            end++;
        }
        String url = s.substring(start, end);
        boolean sizes =
                s.substring(end)
                        .chars()
                        .allMatch(c ->
                                isSpace((char) c) || (c < 0x80 && Character.isLetterOrDigit(c)));
        return isSafe(url) && sizes
                ? s.substring(0, start) + escape(url, true) + s.substring(end)
                : "#" + Css.FAILSAFE;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
    }
}

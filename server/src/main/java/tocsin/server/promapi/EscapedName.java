package tocsin.server.promapi;

/// A label's name in a path: behind `U__`, `__` is an underscore and `_3a_` the character of that
/// code point.
final class EscapedName {
    private static final String PREFIX = "U__";

    private EscapedName() {}

    static String read(String text) {
        if (!text.startsWith(PREFIX)) {
            return text;
        }
        var name = new StringBuilder();
        int at = PREFIX.length();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '_') {
                name.append(c);
                continue;
            }
            int end = text.indexOf('_', at);
            if (end < 0) {
                return text;
            }
            if (end == at) {
                name.append('_');
            } else {
                int point = codePoint(text.substring(at, end));
                if (point < 0) {
                    return text;
                }
                name.appendCodePoint(point);
            }
            at = end + 1;
        }
        return name.toString();
    }

    private static int codePoint(String hex) {
        try {
            int point = Integer.parseInt(hex, 16);
            return Character.isValidCodePoint(point) ? point : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}

package tocsin.email;

import java.nio.charset.StandardCharsets;

/// Header values that cannot break out of their line: anything but printable ASCII is written as
/// encoded words (RFC 2047, `Q`), the line feed that an alert's label may hold included.
final class HeaderText {
    private static final String BEGIN = "=?utf-8?q?";
    private static final String END = "?=";
    private static final int LONGEST_WORD = 75;
    private static final int ROOM = LONGEST_WORD - BEGIN.length() - END.length();

    private HeaderText() {}

    static String encode(String value) {
        return value.chars().allMatch(HeaderText::stays) ? value : words(value);
    }

    private static boolean stays(int c) {
        return c == '\t' || (c >= ' ' && c <= '~');
    }

    private static String words(String value) {
        var text = new StringBuilder(BEGIN);
        int room = ROOM;
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            String encoded = encoded(value.codePointAt(i));
            if (encoded.length() > room) {
                text.append(END).append("\r\n ").append(BEGIN);
                room = ROOM;
            }
            text.append(encoded);
            room -= encoded.length();
        }
        return text.append(END).toString();
    }

    private static String encoded(int c) {
        if (c == ' ') {
            return "_";
        }
        if (c > ' ' && c <= '~' && c != '=' && c != '?' && c != '_') {
            return Character.toString(c);
        }
        var text = new StringBuilder();
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            text.append(String.format("=%02X", b & 0xff));
        }
        return text.toString();
    }
}

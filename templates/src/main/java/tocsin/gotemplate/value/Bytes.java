package tocsin.gotemplate.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Go's strings are bytes; ours are Java's. A byte that is no part of valid UTF-8 is kept as the
/// lone surrogate U+DC00 plus the byte, so that what a template cuts apart can be joined again;
/// nothing else may be a lone surrogate.
public final class Bytes {
    private static final char ESCAPE = 0xDC00;

    private Bytes() {}

    /// The number of bytes.
    public static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (isEscape(text, i)) {
                bytes++;
            } else if (Character.isHighSurrogate(c)) {
                bytes += 4;
                i++;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }

    /// Whether the text is all ASCII, so that characters are bytes.
    public static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /// Whether the character at `index` stands for a byte that is not valid UTF-8.
    public static boolean isEscape(String text, int index) {
        return Character.isLowSurrogate(text.charAt(index))
                && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    /// Whether a code point stands for a byte that is not valid UTF-8.
    public static boolean isEscape(int codePoint) {
        return codePoint >= ESCAPE && codePoint < ESCAPE + 0x400;
    }

    /// The bytes.
    public static byte[] encode(String text) {
        boolean escapes = false;
        for (int i = 0; i < text.length() && !escapes; i++) {
            escapes = isEscape(text, i);
        }
        if (!escapes) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[length(text)];
        int at = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (isEscape(c)) {
                bytes[at++] = (byte) (c - ESCAPE);
            } else {
                byte[] one = Character.toString(c).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(one, 0, bytes, at, one.length);
                at += one.length;
            }
            i += Character.charCount(c);
        }
        return bytes;
    }

    /// The text of bytes.
    public static String decode(byte[] bytes) {
        var text = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length; ) {
            int length = sequence(bytes, i);
            if (length == 0) {
                text.append((char) (ESCAPE + (bytes[i++] & 0xff)));
            } else {
                text.append(new String(bytes, i, length, StandardCharsets.UTF_8));
                i += length;
            }
        }
        return text.toString();
    }

    /// The length of the valid sequence at `at`; 0 when there is none.
    private static int sequence(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : 4;
        if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /// The bytes from `from` to before `to`.
    public static String slice(String text, int from, int to) {
        return isAscii(text)
                ? text.substring(from, to)
                : decode(Arrays.copyOfRange(encode(text), from, to));
    }

    /// The byte at an index.
    public static int at(String text, int index) {
        return isAscii(text) ? text.charAt(index) : encode(text)[index] & 0xff;
    }

    /// The text for people: what is no valid UTF-8 becomes the replacement character.
    public static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                return text.codePoints()
                        .map(c -> isEscape(c) ? 0xfffd : c)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    /// Joined text whose escaped bytes may now form characters.
    public static String rejoined(String text) {
        for (int i = 0; i + 1 < text.length(); i++) {
            if (isEscape(text, i)) {
                return decode(encode(text));
            }
        }
        return text;
    }

    /// Compares as the bytes compare.
    public static int compare(String a, String b) {
        return isAscii(a) && isAscii(b)
                ? a.compareTo(b)
                : Arrays.compareUnsigned(encode(a), encode(b));
    }
}

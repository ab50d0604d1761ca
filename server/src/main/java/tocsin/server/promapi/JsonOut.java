package tocsin.server.promapi;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Writes JSON as Prometheus's own encoder does. Two kinds of strings: `text` escapes `<`, `>` and
/// `&` as Go's encoder does, `label` leaves them, as upstream's faster one does for labels.
///
/// Bytes gather in a buffer of fixed size and go out when it is full: an answer of a million
/// samples is never held as a whole.
final class JsonOut {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /// Below this, whole numbers are written without an exponent, and all of them are doubles.
    private static final long MOST_DIGITS = 1_000_000_000_000_000L;

    private static final long MINUS_ZERO = Double.doubleToRawLongBits(-0.0);
    private static final int ROOM = 32;

    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private int used;

    JsonOut(OutputStream out) {
        this.out = out;
    }

    /// Writes ASCII as it is.
    JsonOut raw(String ascii) {
        int length = ascii.length();
        if (length > buffer.length - used) {
            for (int i = 0; i < length; i++) {
                put(ascii.charAt(i));
            }
            return this;
        }
        for (int i = 0; i < length; i++) {
            buffer[used + i] = (byte) ascii.charAt(i);
        }
        used += length;
        return this;
    }

    /// Writes bytes as they are; no more than fit the buffer.
    void bytes(byte[] from, int start, int length) {
        if (length > buffer.length - used) {
            flush();
        }
        System.arraycopy(from, start, buffer, used, length);
        used += length;
    }

    /// Writes the value of a sample, as [Numbers#sample] does.
    JsonOut sample(double value) {
        long whole = (long) value;
        boolean digits = whole == value && whole < MOST_DIGITS && whole > -MOST_DIGITS;
        return digits && !isMinusZero(value) ? digits(whole) : raw(Numbers.sample(value));
    }

    private static boolean isMinusZero(double value) {
        return Double.doubleToRawLongBits(value) == MINUS_ZERO;
    }

    /// Writes a whole number of at most fifteen digits.
    private JsonOut digits(long value) {
        if (buffer.length - used < ROOM) {
            flush();
        }
        long left = Math.abs(value);
        int end = used + (value < 0 ? 1 : 0) + length(left);
        for (int at = end - 1; at >= used; at--) {
            buffer[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        if (value < 0) {
            buffer[used] = '-';
        }
        used = end;
        return this;
    }

    private static int length(long value) {
        int length = 1;
        for (long limit = 10; value >= limit; limit *= 10) {
            length++;
        }
        return length;
    }

    JsonOut raw(char ascii) {
        put(ascii);
        return this;
    }

    JsonOut number(long value) {
        return raw(Long.toString(value));
    }

    /// A key and its colon; a comma first unless `first`.
    JsonOut key(String name, boolean first) {
        if (!first) {
            put(',');
        }
        return text(name).raw(':');
    }

    JsonOut text(String value) {
        return string(value, true);
    }

    JsonOut label(String value) {
        return string(value, false);
    }

    private JsonOut string(String value, boolean html) {
        put('"');
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                if (html && (c == '<' || c == '>' || c == '&')) {
                    escape(c);
                } else {
                    put(c);
                }
            } else if (c < 0x80) {
                special(c);
            } else if (c == 0x2028 || c == 0x2029) {
                escape(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                utf8(Character.toCodePoint(c, value.charAt(++i)));
            } else {
                utf8(Character.isSurrogate(c) ? 0xfffd : c);
            }
        }
        put('"');
        return this;
    }

    private void special(char c) {
        switch (c) {
            case '"' -> raw("\\\"");
            case '\\' -> raw("\\\\");
            case '\n' -> raw("\\n");
            case '\r' -> raw("\\r");
            case '\t' -> raw("\\t");
            case 0x7f -> put(c);
            default -> escape(c);
        }
    }

    private void escape(char c) {
        raw("\\u");
        put((char) HEX[c >> 12]);
        put((char) HEX[(c >> 8) & 15]);
        put((char) HEX[(c >> 4) & 15]);
        put((char) HEX[c & 15]);
    }

    private void utf8(int point) {
        if (point < 0x800) {
            put(0xc0 | (point >> 6));
        } else {
            if (point < 0x10000) {
                put(0xe0 | (point >> 12));
            } else {
                put(0xf0 | (point >> 18));
                put(0x80 | ((point >> 12) & 0x3f));
            }
            put(0x80 | ((point >> 6) & 0x3f));
        }
        put(0x80 | (point & 0x3f));
    }

    private void put(int octet) {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = (byte) octet;
    }

    /// Sends what has gathered.
    void flush() {
        try {
            out.write(buffer, 0, used);
            used = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

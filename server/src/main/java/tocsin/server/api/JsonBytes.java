package tocsin.server.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/// JSON as it goes out, byte by byte, with the escapes of Go's encoder. Knows no structure: who
/// writes puts the commas. For answers of many megabytes, of which a generator that keeps track
/// takes several times as long to write; used by one thread.
final class JsonBytes {
    private static final int ROOM = 32 << 10;

    /// No char takes more bytes than its six of an escape.
    private static final int MOST_BYTES = 6;

    private static final int SEGMENT = ROOM / MOST_BYTES / 2;
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] ESCAPES = escapes();
    private static final long SECONDS_OF_DAY = 86_400;

    private final OutputStream out;
    private final byte[] bytes = new byte[ROOM];
    private int at;
    private long lastDay = Long.MIN_VALUE;
    private byte[] lastDate = {};

    JsonBytes(OutputStream out) {
        this.out = out;
    }

    /// What follows the backslash of a char; 0 for one that stands for itself.
    private static byte[] escapes() {
        var escapes = new byte[128];
        Arrays.fill(escapes, 0, ' ', (byte) 'u');
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\f'] = 'f';
        escapes['\n'] = 'n';
        escapes['\r'] = 'r';
        escapes['\t'] = 't';
        return escapes;
    }

    private void room(int wanted) throws IOException {
        if (bytes.length - at < wanted) {
            flush();
        }
    }

    /// Hands over what was written.
    void flush() throws IOException {
        out.write(bytes, 0, at);
        at = 0;
    }

    /// One char of ASCII.
    void raw(char ascii) throws IOException {
        room(1);
        bytes[at++] = (byte) ascii;
    }

    /// Bytes that are JSON already, a few.
    void raw(byte[] some) throws IOException {
        room(some.length);
        System.arraycopy(some, 0, bytes, at, some.length);
        at += some.length;
    }

    /// The sixteen digits of a fingerprint.
    void hex(long bits) throws IOException {
        room(16);
        for (int shift = 60; shift >= 0; shift -= 4) {
            bytes[at++] = HEX[(int) (bits >>> shift) & 15];
        }
    }

    /// A string between its quotes.
    void string(String text) throws IOException {
        raw('"');
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + SEGMENT);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            room(MOST_BYTES * (to - from));
            segment(text, from, to);
            from = to;
        }
        raw('"');
    }

    /// Nearly all text is plain ASCII, so that is the way without calls.
    private void segment(String text, int from, int to) {
        int i = from;
        int into = at;
        while (i < to) {
            char c = text.charAt(i);
            if (c >= 128 || ESCAPES[c] != 0) {
                break;
            }
            bytes[into++] = (byte) c;
            i++;
        }
        at = into;
        while (i < to) {
            int c = text.codePointAt(i);
            encoded(c);
            i += Character.charCount(c);
        }
    }

    private void encoded(int c) {
        if (c < 128) {
            ascii(c);
        } else if (c < 0x800) {
            bytes[at++] = (byte) (0xc0 | (c >> 6));
            last(c, 0);
        } else if (c == 0x2028 || c == 0x2029) {
            unicode(c);
        } else if (c < 0x10000) {
            // A lone surrogate is no character, and Go would not have kept it.
            int shown = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c;
            bytes[at++] = (byte) (0xe0 | (shown >> 12));
            last(shown, 6);
        } else {
            bytes[at++] = (byte) (0xf0 | (c >> 18));
            last(c, 12);
        }
    }

    /// The bytes of a character after its first.
    private void last(int c, int firstShift) {
        for (int shift = firstShift; shift >= 0; shift -= 6) {
            bytes[at++] = (byte) (0x80 | ((c >> shift) & 0x3f));
        }
    }

    private void ascii(int c) {
        byte escape = ESCAPES[c];
        if (escape == 0) {
            bytes[at++] = (byte) c;
        } else if (escape == 'u') {
            unicode(c);
        } else {
            bytes[at++] = '\\';
            bytes[at++] = escape;
        }
    }

    private void unicode(int c) {
        bytes[at++] = '\\';
        bytes[at++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[at++] = HEX[(c >> shift) & 15];
        }
    }

    /// A point in time, as [Timestamps] has it, between quotes. Many lie on the same day.
    void time(Instant instant) throws IOException {
        long second = instant.getEpochSecond();
        long day = Math.floorDiv(second, SECONDS_OF_DAY);
        if (day != lastDay) {
            int year = LocalDate.ofEpochDay(day).getYear();
            if (year < 0 || year > 9999) {
                string(Timestamps.format(instant));
                return;
            }
            lastDay = day;
            lastDate = Timestamps.format(instant).substring(0, 11).getBytes(US_ASCII);
        }
        int ofDay = (int) (second - day * SECONDS_OF_DAY);
        room(32);
        bytes[at++] = '"';
        raw(lastDate);
        two(ofDay / 3600, ':');
        two(ofDay / 60 % 60, ':');
        two(ofDay % 60, '.');
        int millis = instant.getNano() / 1_000_000;
        bytes[at++] = (byte) ('0' + millis / 100);
        two(millis % 100, 'Z');
        bytes[at++] = '"';
    }

    private void two(int value, char then) {
        bytes[at++] = (byte) ('0' + value / 10);
        bytes[at++] = (byte) ('0' + value % 10);
        bytes[at++] = (byte) then;
    }
}

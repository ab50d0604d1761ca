package tocsin.server.api;

import org.jspecify.annotations.Nullable;

import tocsin.labels.TextPool;

/// The texts of a JSON body, where they stand. Most are never made into strings: they are compared
/// with strings that are there already. Not for texts that no sender of alerts has reason to write,
/// such as lone surrogates; those are told as [#STRANGE].
final class JsonText {
    /// What is not understood here, and must be read by someone more careful.
    static final int STRANGE = -1;

    private final byte[] bytes;
    private final int end;

    JsonText(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /// Where the text ends that begins at `from`, behind its quote; its closing quote stands there.
    int end(int from) {
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (b == '"') {
                return i;
            }
            if (b == '\\') {
                i++;
            } else if (b >= 0 && b < ' ') {
                return STRANGE;
            }
        }
        return STRANGE;
    }

    /// The hash of FNV-1a, continued with a text that has no escapes and then 0xff; as is every
    /// name and value of a fingerprint.
    ///
    /// @return 0 when there is an escape
    long fingerprint(long before, int from, int to) {
        long hash = before;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\\') {
                return 0;
            }
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return (hash ^ 0xff) * 0x100000001b3L;
    }

    /// Whether one text stands before another in the order of their bytes; both without escapes.
    boolean isBefore(int from, int to, int otherFrom, int otherTo) {
        return java.util.Arrays.compareUnsigned(bytes, from, to, bytes, otherFrom, otherTo) < 0;
    }

    /// Whether a text is this string.
    boolean is(String text, int from, int to) {
        int at = from;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (at >= to) {
                return false;
            }
            byte b = bytes[at];
            if (b < 0 || b == '\\') {
                return text.substring(i).equals(decoded(at, to));
            }
            if (b != text.charAt(i)) {
                return false;
            }
            at++;
        }
        return at == to;
    }

    /// The string of a text.
    ///
    /// @return null when it is strange
    @Nullable String string(int from, int to, TextPool pool) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0 || bytes[i] == '\\') {
                String text = decoded(from, to);
                return text == null ? null : pool.of(text);
            }
        }
        return pool.ofAscii(bytes, from, to);
    }

    private @Nullable String decoded(int from, int to) {
        var text = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            int used;
            if (b == '\\') {
                used = escape(at, to, text);
            } else if (b >= 0) {
                text.append((char) b);
                used = 1;
            } else {
                used = multiByte(at, to, text);
            }
            if (used == STRANGE) {
                return null;
            }
            at += used;
        }
        return text.toString();
    }

    private int escape(int at, int to, StringBuilder into) {
        if (at + 1 >= to) {
            return STRANGE;
        }
        byte kind = bytes[at + 1];
        if (kind == 'u') {
            return unicode(at + 2, to, into);
        }
        int c =
                switch (kind) {
                    case '"', '\\', '/' -> kind;
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    default -> STRANGE;
                };
        if (c == STRANGE) {
            return STRANGE;
        }
        into.append((char) c);
        return 2;
    }

    private int unicode(int at, int to, StringBuilder into) {
        if (at + 4 > to) {
            return STRANGE;
        }
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return STRANGE;
            }
            value = (value << 4) | digit;
        }
        if (Character.isSurrogate((char) value)) {
            return STRANGE;
        }
        into.append((char) value);
        return 6;
    }

    /// A character of two to four bytes; what is overlong, a surrogate or cut short is strange.
    private int multiByte(int at, int to, StringBuilder into) {
        int first = bytes[at] & 0xff;
        int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        if (first < 0xc2 || first > 0xf4 || at + more >= to) {
            return STRANGE;
        }
        int value = first & (0x3f >> more);
        for (int i = at + 1; i <= at + more; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return STRANGE;
            }
            value = (value << 6) | (bytes[i] & 0x3f);
        }
        int smallest = more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000;
        boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        if (value < smallest || value > Character.MAX_CODE_POINT || surrogate) {
            return STRANGE;
        }
        into.appendCodePoint(value);
        return more + 1;
    }
}

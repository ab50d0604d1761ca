package tocsin.labels;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Makes equal short texts one object: names of labels, and the values that alerts share. A table
/// of fixed size in which a new text takes the place of another, so that values that are never seen
/// again do not fill it.
///
/// May be used by any thread. A text that another thread has just put there may not be seen yet; it
/// is then made once more, which costs memory and nothing else.
public final class TextPool {
    private static final int SLOTS = 1 << 13;
    private static final int LONGEST = 256;

    private final @Nullable String[] slots = new String[SLOTS];

    /// The text of these ASCII bytes.
    public String ofAscii(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = slot(hash);
        String there = slots[slot];
        if (there != null && isSame(there, bytes, from, to)) {
            return there;
        }
        String made = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        slots[slot] = made;
        return made;
    }

    /// The text that stands for all that are equal to this one.
    public String of(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        int slot = slot(text.hashCode());
        String there = slots[slot];
        if (there != null && there.equals(text)) {
            return there;
        }
        slots[slot] = text;
        return text;
    }

    private static int slot(int hash) {
        return (hash ^ (hash >>> 13)) & (SLOTS - 1);
    }

    /// Whether a text is made of these ASCII bytes.
    public static boolean isSame(String text, byte[] bytes, int from, int to) {
        if (text.length() != to - from) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}

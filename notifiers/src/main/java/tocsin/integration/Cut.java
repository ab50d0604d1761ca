package tocsin.integration;

import java.nio.charset.StandardCharsets;

/// Shortens texts to what a provider takes, the cut shown as `…` where there is room for it.
public final class Cut {
    private static final String ELLIPSIS = "…";
    private static final int ELLIPSIS_BYTES = 3;

    private Cut() {}

    /// At most `limit` characters (code points).
    public static String toRunes(String text, int limit) {
        int count = text.codePointCount(0, text.length());
        if (count <= limit) {
            return text;
        }
        if (limit <= ELLIPSIS_BYTES) {
            return text.substring(0, text.offsetByCodePoints(0, limit));
        }
        return text.substring(0, text.offsetByCodePoints(0, limit - 1)) + ELLIPSIS;
    }

    /// At most `limit` bytes of UTF-8, never in the middle of a character.
    public static String toBytes(String text, int limit) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= limit) {
            return text;
        }
        if (limit < ELLIPSIS_BYTES) {
            return ".".repeat(limit);
        }
        return prefix(bytes, limit - ELLIPSIS_BYTES) + ELLIPSIS;
    }

    /// At most `limit` bytes of UTF-8, without a sign that something is missing.
    public static String hard(String text, int limit) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= limit ? text : prefix(bytes, limit);
    }

    private static String prefix(byte[] bytes, int limit) {
        int end = limit;
        while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}

package tocsin.labels;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A 64-bit hash of a label set: equal labels give equal fingerprints on every member, and the same
/// ones that Alertmanager gives, for integrations deduplicate on them.
///
/// FNV-1a over each name and value in order of names, each followed by the byte 0xff.
public record Fingerprint(long bits) implements Comparable<Fingerprint> {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /// The fingerprint of a label set.
    public static Fingerprint of(Labels labels) {
        return labels.fingerprint();
    }

    static long bitsOf(Labels labels) {
        long hash = OFFSET;
        for (int i = 0; i < labels.size(); i++) {
            hash = add(hash, labels.name(i));
            hash = add(hash, labels.value(i));
        }
        return hash;
    }

    private static long add(long hash, String text) {
        long next = hash;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return addBytes(hash, text.getBytes(StandardCharsets.UTF_8));
            }
            next = (next ^ c) * PRIME;
        }
        return (next ^ 0xff) * PRIME;
    }

    private static long addBytes(long hash, byte[] utf8) {
        long next = hash;
        for (byte b : utf8) {
            next = (next ^ (b & 0xff)) * PRIME;
        }
        return (next ^ 0xff) * PRIME;
    }

    /// Reads the sixteen hexadecimal digits that `toString` writes.
    public static Fingerprint parse(String hex) {
        return new Fingerprint(Long.parseUnsignedLong(hex, 16));
    }

    @Override
    public int compareTo(Fingerprint other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(bits);
    }
}

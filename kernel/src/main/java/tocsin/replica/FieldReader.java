package tocsin.replica;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.labels.TextPool;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Reads what [FieldWriter] wrote. Bytes come from disks and peers, so every length is held against
/// the bytes that are really there before anything is made of it, and every complaint is an
/// `IllegalArgumentException`.
public final class FieldReader {
    private final byte[] bytes;
    private final int version;
    private int next;

    /// Begins to read a value of a version not above `newest`.
    public FieldReader(byte[] bytes, int newest) {
        this.bytes = bytes;
        this.version = take();
        if (version > newest) {
            throw new IllegalArgumentException(
                    "version " + version + " is newer than the newest known, " + newest);
        }
    }

    /// The version that the value was written in.
    public int version() {
        return version;
    }

    /// A number, as `FieldWriter.number` wrote it.
    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int part = take();
            value |= (long) (part & 0x7f) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes at " + next);
    }

    /// A number of either sign.
    public long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    /// Eight bytes.
    public long fixed() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | take();
        }
        return value;
    }

    /// Yes or no.
    public boolean flag() {
        return switch (take()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new IllegalArgumentException("neither yes nor no at " + (next - 1));
        };
    }

    /// How many elements follow, each of at least `smallest` bytes.
    public int count(int smallest) {
        long count = number();
        if (count < 0 || count > (bytes.length - next) / Math.max(1, smallest)) {
            throw new IllegalArgumentException(
                    count + " elements claimed with " + (bytes.length - next) + " bytes left");
        }
        return (int) count;
    }

    /// A text.
    public String text() {
        int size = count(1);
        String text =
                isAscii(size)
                        ? new String(bytes, next, size, StandardCharsets.ISO_8859_1)
                        : decoded(size);
        next += size;
        return text;
    }

    /// A text that is probably in a pool.
    public String text(TextPool pool) {
        int size = count(1);
        String text =
                isAscii(size) ? pool.ofAscii(bytes, next, next + size) : pool.of(decoded(size));
        next += size;
        return text;
    }

    private boolean isAscii(int size) {
        for (int i = next; i < next + size; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private String decoded(int size) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, next, size))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("no UTF-8 at " + next, e);
        }
    }

    /// A label set, written as such or as texts by name; its texts are those of the pool.
    public Labels labels(TextPool pool) {
        int count = count(2);
        String[] pairs = new String[2 * count];
        boolean sorted = true;
        for (int i = 0; i < pairs.length; i += 2) {
            pairs[i] = text(pool);
            pairs[i + 1] = text(pool);
            sorted &= !pairs[i + 1].isEmpty();
            sorted &= i == 0 || Labels.BYTE_ORDER.compare(pairs[i - 2], pairs[i]) < 0;
        }
        if (sorted) {
            return Labels.ofSorted(pairs);
        }
        var builder = new LabelsBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            builder.set(pairs[i], pairs[i + 1]);
        }
        return builder.build();
    }

    /// Bytes behind their length.
    public byte[] block() {
        int size = count(1);
        byte[] value = java.util.Arrays.copyOfRange(bytes, next, next + size);
        next += size;
        return value;
    }

    /// A moment.
    public Instant instant() {
        long second = signed();
        long nano = number();
        try {
            return Instant.ofEpochSecond(second, nano);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("no moment: " + second + " s " + nano + " ns", e);
        }
    }

    /// Texts by name.
    public Map<String, String> texts() {
        int count = count(2);
        Map<String, String> values = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
            values.put(text(), text());
        }
        return Map.copyOf(values);
    }

    /// Makes sure that nothing is left.
    public void end() {
        if (next != bytes.length) {
            throw new IllegalArgumentException((bytes.length - next) + " bytes too many");
        }
    }

    private int take() {
        if (next >= bytes.length) {
            throw new IllegalArgumentException("the value ends early, at " + bytes.length);
        }
        return bytes[next++] & 0xff;
    }
}

package tocsin.replica;

import tocsin.labels.Labels;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Writes the fields of a replicated value one after the other, compactly: a version first, then
/// numbers seven bits to the byte and texts behind their length. [FieldReader] reads them back.
public final class FieldWriter {
    private static final int EXPECTED = 96;

    private byte[] bytes;
    private int length;

    /// Begins a value of this version, 0 to 255.
    public FieldWriter(int version) {
        this(version, EXPECTED);
    }

    /// Begins a value of this version that will take about so many bytes.
    public FieldWriter(int version, int expected) {
        bytes = new byte[expected];
        add(version);
    }

    /// A number that is never, or seldom, negative.
    public FieldWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            add((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return add((int) rest);
    }

    /// A number of either sign.
    public FieldWriter signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    /// Eight bytes, for hashes.
    public FieldWriter fixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            add((int) (value >>> shift) & 0xff);
        }
        return this;
    }

    /// Yes or no.
    public FieldWriter flag(boolean value) {
        return add(value ? 1 : 0);
    }

    /// A text.
    public FieldWriter text(String value) {
        return block(value.getBytes(StandardCharsets.UTF_8));
    }

    /// Bytes behind their length.
    public FieldWriter block(byte[] value) {
        number(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /// A moment, to the nanosecond.
    public FieldWriter instant(Instant value) {
        return signed(value.getEpochSecond()).number(value.getNano());
    }

    /// Texts by name, in order of names, so that equal maps give equal bytes.
    public FieldWriter texts(Map<String, String> values) {
        number(values.size());
        new TreeMap<>(values).forEach((name, value) -> text(name).text(value));
        return this;
    }

    /// A label set. Read back by [FieldReader#labels], or as texts by name.
    public FieldWriter labels(Labels labels) {
        number(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            text(labels.name(i)).text(labels.value(i));
        }
        return this;
    }

    /// Everything written so far.
    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private FieldWriter add(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}

package tocsin.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Bytes being read, never beyond their end: whatever they claim, a read is bounded by what is
/// there, and nothing is allocated for a length that cannot be true.
public final class ByteIn {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int at;

    /// All of an array.
    public ByteIn(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /// A part of an array.
    public ByteIn(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    /// Where the next byte stands in the array.
    public int position() {
        return at;
    }

    /// The bytes that are left.
    public int remaining() {
        return end - at;
    }

    /// Whether any byte is left.
    public boolean hasMore() {
        return at < end;
    }

    private int take(int count) throws CorruptDataException {
        if (count < 0 || count > end - at) {
            throw new CorruptDataException(
                    count + " bytes expected at offset " + at + ", " + (end - at) + " are left");
        }
        int from = at;
        at += count;
        return from;
    }

    /// One byte.
    public int u8() throws CorruptDataException {
        int from = take(1);
        return bytes[from] & 0xff;
    }

    /// Two bytes.
    public int u16() throws CorruptDataException {
        int from = take(2);
        return (bytes[from] & 0xff) << 8 | (bytes[from + 1] & 0xff);
    }

    /// Four bytes.
    public int u32() throws CorruptDataException {
        int from = take(4);
        return (int) INT.get(bytes, from);
    }

    /// Eight bytes.
    public long u64() throws CorruptDataException {
        int from = take(8);
        return (long) LONG.get(bytes, from);
    }

    /// A float by its bits.
    public double f64() throws CorruptDataException {
        return Double.longBitsToDouble(u64());
    }

    /// An unsigned LEB128 integer of at most ten bytes.
    public long uvarint() throws CorruptDataException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int from = take(1);
            byte next = bytes[from];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CorruptDataException("an integer of more than ten bytes before offset " + at);
    }

    /// A signed integer, zig-zag in LEB128.
    public long varint() throws CorruptDataException {
        long raw = uvarint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    /// A count of things of which each takes at least `smallest` bytes.
    public int count(int smallest) throws CorruptDataException {
        return checked(uvarint(), smallest);
    }

    /// A count in four bytes, of things of which each takes at least `smallest` bytes.
    public int count32(int smallest) throws CorruptDataException {
        return checked(u32() & 0xffffffffL, smallest);
    }

    private int checked(long count, int smallest) throws CorruptDataException {
        if (count < 0 || count > (end - at) / smallest) {
            throw new CorruptDataException(
                    "a count of "
                            + count
                            + " before offset "
                            + at
                            + ", where "
                            + (end - at)
                            + " bytes are left");
        }
        return (int) count;
    }

    /// A string behind its length.
    public String text() throws CorruptDataException {
        int length = count(1);
        int from = take(length);
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /// Passes over bytes, and says where they begin in the array.
    public int skip(int count) throws CorruptDataException {
        return take(count);
    }

    /// A copy of the next bytes.
    public byte[] raw(int count) throws CorruptDataException {
        int from = take(count);
        return java.util.Arrays.copyOfRange(bytes, from, from + count);
    }

    /// The next bytes as an input of their own.
    public ByteIn slice(int count) throws CorruptDataException {
        int from = take(count);
        return new ByteIn(bytes, from, count);
    }
}

package tocsin.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A bit stream being read, most significant bit first, never beyond its end.
public final class BitIn {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final long limit;
    private long at;

    /// A part of an array, from one byte up to another.
    public BitIn(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = 8L * from;
        this.limit = 8L * end;
    }

    /// Reads up to 64 bits.
    public long read(int count) throws CorruptDataException {
        if (count > 56) {
            long high = read(count - 32);
            return high << 32 | read(32);
        }
        if (count == 0) {
            return 0;
        }
        long from = at;
        if (from + count > limit) {
            throw new CorruptDataException(
                    count + " bits expected at bit " + from + " of " + limit);
        }
        at = from + count;
        return (word((int) (from >>> 3)) << (int) (from & 7)) >>> (64 - count);
    }

    /// Whether the next bit is set.
    public boolean bit() throws CorruptDataException {
        long from = at;
        if (from >= limit) {
            throw new CorruptDataException("a bit expected at the end, bit " + limit);
        }
        at = from + 1;
        return (bytes[(int) (from >>> 3)] & (0x80 >>> (from & 7))) != 0;
    }

    /// Eight bytes from here on, zeros beyond the array.
    private long word(int from) {
        if (from + 8 <= bytes.length) {
            return (long) LONG.get(bytes, from);
        }
        long word = 0;
        for (int i = from; i < bytes.length; i++) {
            word |= (bytes[i] & 0xffL) << (56 - 8 * (i - from));
        }
        return word;
    }

    /// The number of set bits before the next clear one, at most `most`; the clear one is passed,
    /// unless `most` was reached.
    public int ones(int most) throws CorruptDataException {
        long from = at;
        long ahead = word((int) (from >>> 3)) << (int) (from & 7);
        int count = Math.min(Long.numberOfLeadingZeros(~ahead), most);
        at = from + count + (count < most ? 1 : 0);
        if (at > limit) {
            throw new CorruptDataException("a bit expected at the end, bit " + limit);
        }
        return count;
    }

    /// An unsigned LEB128 integer.
    public long uvarint() throws CorruptDataException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            long next = read(8);
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new CorruptDataException("an integer of more than ten bytes before bit " + at);
    }

    /// A signed integer, zig-zag in LEB128.
    public long varint() throws CorruptDataException {
        long raw = uvarint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    /// A signed integer of `count` bits in upstream's range, which is shifted by one: the value
    /// with only the highest bit set is positive.
    public long signed(int count) throws CorruptDataException {
        long raw = read(count);
        return count < 64 && raw > 1L << (count - 1) ? raw - (1L << count) : raw;
    }
}

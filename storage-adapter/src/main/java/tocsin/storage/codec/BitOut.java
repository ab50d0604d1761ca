package tocsin.storage.codec;

import java.util.Arrays;

/// A bit stream being written, most significant bit first. Until it is cleared, bits once written
/// never change, so that another thread may decode what it was told of while more is written.
public final class BitOut {
    private byte[] bytes;
    private int bits;

    /// An empty stream with room for `capacity` bytes.
    public BitOut(int capacity) {
        bytes = new byte[capacity];
    }

    /// Goes on with a stream of `bits` bits.
    public BitOut(byte[] bytes, int bits) {
        this.bytes = bytes;
        this.bits = bits;
    }

    /// Begins anew, in the same room unless it is far larger than what was needed.
    public void clear() {
        if (bytes.length > 2 * size() + 64) {
            bytes = new byte[size()];
        } else {
            Arrays.fill(bytes, 0, size(), (byte) 0);
        }
        bits = 0;
    }

    /// The bytes themselves; replaced when they grow.
    public byte[] array() {
        return bytes;
    }

    /// The number of bytes that hold the bits written.
    public int size() {
        return (bits + 7) >>> 3;
    }

    /// The number of bits written.
    public int bits() {
        return bits;
    }

    /// A copy of exactly what was written.
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size());
    }

    /// Writes the lowest `count` bits of a value.
    public void write(long value, int count) {
        int at = bits >>> 3;
        int used = bits & 7;
        int left = count;
        int needed = (bits + count + 7) >>> 3;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1) + 8));
        }
        byte[] into = bytes;
        bits += count;
        while (left > 0) {
            int room = 8 - used;
            if (left >= room) {
                into[at++] |= (byte) ((value >>> (left - room)) & ((1 << room) - 1));
                left -= room;
                used = 0;
            } else {
                into[at] |= (byte) ((value & ((1L << left) - 1)) << (room - left));
                left = 0;
            }
        }
    }

    /// An unsigned LEB128 integer.
    public void uvarint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            write((rest & 0x7f) | 0x80, 8);
            rest >>>= 7;
        }
        write(rest, 8);
    }

    /// A signed integer, zig-zag in LEB128.
    public void varint(long value) {
        uvarint((value << 1) ^ (value >> 63));
    }

    /// Overwrites two bytes that were written as zero: a count that is known only at the end.
    public void patch16(int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }
}

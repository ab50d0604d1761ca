package tocsin.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Bytes being written, in the integer forms of Prometheus's files: big-endian words and LEB128.
/// Used again after `clear`.
public final class ByteOut {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;

    /// An empty output with room for `capacity` bytes.
    public ByteOut(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /// Forgets what was written, and keeps the room.
    public ByteOut clear() {
        size = 0;
        return this;
    }

    /// The number of bytes written.
    public int size() {
        return size;
    }

    /// The bytes themselves, valid up to `size()` and until the next write.
    public byte[] array() {
        return bytes;
    }

    /// A copy of what was written.
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private int room(int count) {
        int at = size;
        if (at + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(at + count, 2 * bytes.length));
        }
        size = at + count;
        return at;
    }

    /// One byte.
    public ByteOut u8(int value) {
        int at = room(1);
        bytes[at] = (byte) value;
        return this;
    }

    /// Two bytes.
    public ByteOut u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    /// Four bytes.
    public ByteOut u32(int value) {
        int at = room(4);
        INT.set(bytes, at, value);
        return this;
    }

    /// Eight bytes.
    public ByteOut u64(long value) {
        int at = room(8);
        LONG.set(bytes, at, value);
        return this;
    }

    /// The bits of a float, NaN payloads kept.
    public ByteOut f64(double value) {
        return u64(Double.doubleToRawLongBits(value));
    }

    /// An unsigned LEB128 integer.
    public ByteOut uvarint(long value) {
        int at = room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        size = at;
        return this;
    }

    /// A signed integer, zig-zag and then LEB128.
    public ByteOut varint(long value) {
        return uvarint((value << 1) ^ (value >> 63));
    }

    /// Bytes as they are.
    public ByteOut raw(byte[] from) {
        return raw(from, 0, from.length);
    }

    /// A part of bytes as they are.
    public ByteOut raw(byte[] from, int offset, int length) {
        int at = room(length);
        System.arraycopy(from, offset, bytes, at, length);
        return this;
    }

    /// A string in UTF-8 behind its length in bytes.
    public ByteOut text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return uvarint(utf8.length).raw(utf8);
    }

    /// Zeros up to a multiple of `alignment`.
    public ByteOut align(int alignment) {
        while (size % alignment != 0) {
            u8(0);
        }
        return this;
    }

    /// The CRC-32C of what was written since `from`.
    public ByteOut crcSince(int from) {
        return u32(crc(bytes, from, size - from));
    }

    /// Overwrites four bytes written before.
    public void patch32(int at, int value) {
        INT.set(bytes, at, value);
    }

    /// The CRC-32C of a part of an array.
    public static int crc(byte[] bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}

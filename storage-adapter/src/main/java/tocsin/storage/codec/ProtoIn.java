package tocsin.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads a protobuf message in place: nothing is allocated for what it claims, and nested messages
/// are ranges of the same bytes.
public final class ProtoIn {
    /// The wire type of that name.
    public static final int VARINT = 0;

    /// The wire type of that name.
    public static final int FIXED64 = 1;

    /// The wire type of that name.
    public static final int BYTES = 2;

    /// The wire type of that name.
    public static final int FIXED32 = 5;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;
    private int end;
    private int tag;

    /// Reads a message.
    public ProtoIn(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /// The bytes it reads.
    public byte[] bytes() {
        return bytes;
    }

    /// Where it reads next.
    public int position() {
        return at;
    }

    /// Turns to a range of the bytes.
    public void range(int from, int to) {
        at = from;
        end = to;
    }

    /// Where the message ends.
    public int end() {
        return end;
    }

    /// Turns to the next field, if there is one.
    public boolean next() throws CorruptDataException {
        if (at >= end) {
            return false;
        }
        long read = varint();
        tag = (int) read;
        if (read != tag || tag >>> 3 == 0) {
            throw wrong("a field with tag " + read);
        }
        return true;
    }

    /// The number of the field.
    public int field() {
        return tag >>> 3;
    }

    /// The form of the field.
    public int wire() {
        return tag & 7;
    }

    /// An integer.
    public long varint() throws CorruptDataException {
        long value = 0;
        int from = at;
        for (int shift = 0; shift < 64; shift += 7) {
            if (from >= end) {
                throw wrong("unexpected EOF");
            }
            byte next = bytes[from++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                at = from;
                return value;
            }
        }
        throw wrong("a varint of more than ten bytes");
    }

    /// A signed integer in zigzag form.
    public long zigzag() throws CorruptDataException {
        long raw = varint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    /// A double.
    public double f64() throws CorruptDataException {
        return Double.longBitsToDouble(fixed64());
    }

    /// A `fixed64`, or the bits of a double.
    public long fixed64() throws CorruptDataException {
        if (end - at < 8) {
            throw wrong("unexpected EOF");
        }
        long value = (long) LONG.get(bytes, at);
        at += 8;
        return value;
    }

    /// The length of a nested message, string or packed field, which stands at `position()`.
    public int length() throws CorruptDataException {
        if (wire() != BYTES) {
            throw wrong("field " + field() + " of wire type " + wire());
        }
        long length = varint();
        if (length < 0 || length > end - at) {
            throw wrong("unexpected EOF");
        }
        return (int) length;
    }

    /// Enters the nested message of the field.
    ///
    /// @return what to give to `leave`
    public int enter() throws CorruptDataException {
        int length = length();
        int outer = end;
        end = at + length;
        return outer;
    }

    /// Leaves a nested message, whatever of it was read.
    public void leave(int outer) {
        at = end;
        end = outer;
    }

    /// The string of the field.
    public String text() throws CorruptDataException {
        int length = length();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /// The bytes of the field.
    public byte[] raw() throws CorruptDataException {
        int length = length();
        byte[] raw = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return raw;
    }

    /// Passes over the bytes of a string.
    public void pass(int length) {
        at += length;
    }

    /// Passes over the field.
    public void skip() throws CorruptDataException {
        switch (wire()) {
            case VARINT -> varint();
            case FIXED64 -> fixed64();
            case BYTES -> pass(length());
            case FIXED32 -> {
                if (end - at < 4) {
                    throw wrong("unexpected EOF");
                }
                at += 4;
            }
            default -> throw wrong("field " + field() + " of wire type " + wire());
        }
    }

    /// Refuses a field that has another form than it must have.
    public void expect(int wire) throws CorruptDataException {
        if (wire() != wire) {
            throw wrong("field " + field() + " of wire type " + wire() + ", expected " + wire);
        }
    }

    /// What to throw when something is wrong here.
    public CorruptDataException wrong(String what) {
        return new CorruptDataException("proto: " + what + " at byte " + at);
    }
}

package tocsin.storage.ingest;

import tocsin.storage.codec.CorruptDataException;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads a protobuf message in place: nothing is allocated for what it claims, and nested messages
/// are ranges of the same bytes.
final class ProtoIn {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;
    private int end;
    private int tag;

    ProtoIn(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return at;
    }

    /// Turns to a range of the bytes.
    void range(int from, int to) {
        at = from;
        end = to;
    }

    int end() {
        return end;
    }

    /// Turns to the next field, if there is one.
    boolean next() throws CorruptDataException {
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
    int field() {
        return tag >>> 3;
    }

    /// The form of the field.
    int wire() {
        return tag & 7;
    }

    long varint() throws CorruptDataException {
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

    long zigzag() throws CorruptDataException {
        long raw = varint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    double f64() throws CorruptDataException {
        return Double.longBitsToDouble(fixed64());
    }

    private long fixed64() throws CorruptDataException {
        if (end - at < 8) {
            throw wrong("unexpected EOF");
        }
        long value = (long) LONG.get(bytes, at);
        at += 8;
        return value;
    }

    /// The length of a nested message, string or packed field, which stands at `position()`.
    int length() throws CorruptDataException {
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
    int enter() throws CorruptDataException {
        int length = length();
        int outer = end;
        end = at + length;
        return outer;
    }

    /// Leaves a nested message, whatever of it was read.
    void leave(int outer) {
        at = end;
        end = outer;
    }

    /// Passes over the bytes of a string.
    void pass(int length) {
        at += length;
    }

    /// Passes over the field.
    void skip() throws CorruptDataException {
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
    void expect(int wire) throws CorruptDataException {
        if (wire() != wire) {
            throw wrong("field " + field() + " of wire type " + wire() + ", expected " + wire);
        }
    }

    CorruptDataException wrong(String what) {
        return new CorruptDataException("proto: " + what + " at byte " + at);
    }
}

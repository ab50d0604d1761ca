package tocsin.storage.codec;

/// A protobuf message being written. Fields that hold their default may be left out by whoever
/// writes them.
public final class ProtoOut {
    private final ByteOut out;

    /// An empty message with room for `capacity` bytes.
    public ProtoOut(int capacity) {
        out = new ByteOut(capacity);
    }

    /// The bytes so far.
    public byte[] toBytes() {
        return out.toBytes();
    }

    /// How many bytes there are.
    public int size() {
        return out.size();
    }

    private void tag(int field, int wire) {
        out.uvarint((long) field << 3 | wire);
    }

    /// Adds an integer.
    public ProtoOut varint(int field, long value) {
        tag(field, ProtoIn.VARINT);
        out.uvarint(value);
        return this;
    }

    /// Adds a signed integer in zigzag form.
    public ProtoOut zigzag(int field, long value) {
        tag(field, ProtoIn.VARINT);
        out.varint(value);
        return this;
    }

    /// Adds a double.
    public ProtoOut f64(int field, double value) {
        tag(field, ProtoIn.FIXED64);
        littleEndian(value);
        return this;
    }

    private void littleEndian(double value) {
        out.u64(Long.reverseBytes(Double.doubleToRawLongBits(value)));
    }

    /// Adds doubles as one packed field; nothing when there are none.
    public ProtoOut f64s(int field, double[] values) {
        if (values.length > 0) {
            tag(field, ProtoIn.BYTES);
            out.uvarint(8L * values.length);
            for (double value : values) {
                littleEndian(value);
            }
        }
        return this;
    }

    /// Adds a string.
    public ProtoOut text(int field, String value) {
        tag(field, ProtoIn.BYTES);
        out.text(value);
        return this;
    }

    /// Adds bytes.
    public ProtoOut bytes(int field, byte[] value) {
        tag(field, ProtoIn.BYTES);
        out.uvarint(value.length);
        out.raw(value);
        return this;
    }

    /// Adds a nested message.
    public ProtoOut message(int field, ProtoOut nested) {
        tag(field, ProtoIn.BYTES);
        out.uvarint(nested.out.size());
        out.raw(nested.out.array(), 0, nested.out.size());
        return this;
    }
}

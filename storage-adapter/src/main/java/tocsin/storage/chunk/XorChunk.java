package tocsin.storage.chunk;

import tocsin.promql.value.SampleBuffer;
import tocsin.storage.codec.BitIn;
import tocsin.storage.codec.CorruptDataException;

/// Reads chunks of floats.
final class XorChunk {
    private final BitIn in;
    private long valueBits;
    private int leading;
    private int significant;

    private XorChunk(byte[] data) {
        in = new BitIn(data, 2, data.length);
    }

    static void read(Chunk chunk, long fromExclusive, long toInclusive, SampleBuffer into)
            throws CorruptDataException {
        if (chunk.count() > 0) {
            new XorChunk(chunk.data()).read(chunk.count(), fromExclusive, toInclusive, into);
        }
    }

    private void read(int count, long fromExclusive, long toInclusive, SampleBuffer into)
            throws CorruptDataException {
        long timestamp = in.varint();
        valueBits = in.read(64);
        long distance = 0;
        for (int i = 0; ; ) {
            if (timestamp > toInclusive) {
                return;
            }
            if (timestamp > fromExclusive) {
                into.add(timestamp, Double.longBitsToDouble(valueBits));
            }
            if (++i == count) {
                return;
            }
            distance = i == 1 ? in.uvarint() : distance + change();
            timestamp += distance;
            value();
        }
    }

    private long change() throws CorruptDataException {
        return switch (in.ones(4)) {
            case 0 -> 0;
            case 1 -> in.signed(14);
            case 2 -> in.signed(17);
            case 3 -> in.signed(20);
            default -> in.read(64);
        };
    }

    private void value() throws CorruptDataException {
        if (!in.bit()) {
            return;
        }
        if (in.bit()) {
            leading = (int) in.read(5);
            significant = (int) in.read(6);
            significant = significant == 0 ? 64 : significant;
            if (leading + significant > 64) {
                throw new CorruptDataException(
                        "a value of " + significant + " bits behind " + leading);
            }
        } else if (significant == 0) {
            throw new CorruptDataException("a value that refers to a window before there is one");
        }
        valueBits ^= in.read(significant) << (64 - leading - significant);
    }
}

package tocsin.storage.chunk;

import tocsin.storage.codec.BitOut;

/// A chunk of floats being written: each timestamp as the change of the distance to the one before,
/// each value XORed with the one before. Most samples of most series take one or two bytes.
///
/// Pelkonen et al.: *Gorilla* (VLDB 2015), with upstream's bit widths.
public final class OpenXor extends OpenChunk {
    private static final int FIRST_ROOM = 40;
    private static final int NO_WINDOW = 0xff;

    private final BitOut out = new BitOut(FIRST_ROOM);
    private long distance;
    private long valueBits;
    private int leading = NO_WINDOW;
    private int trailing;

    /// An empty chunk.
    public OpenXor() {
        out.write(0, 16);
    }

    /// Becomes an empty chunk again: there are as many of these as series, and the room of one that
    /// was sealed is what the next one needs.
    public void clear() {
        out.clear();
        out.write(0, 16);
        count = 0;
        minTime = 0;
        maxTime = 0;
        distance = 0;
        valueBits = 0;
        leading = NO_WINDOW;
        trailing = 0;
    }

    /// Adds a sample that is later than all before.
    public void append(long timestamp, long bits) {
        if (count == 0) {
            out.varint(timestamp);
            out.write(bits, 64);
            minTime = timestamp;
        } else {
            long next = timestamp - maxTime;
            if (count == 1) {
                out.uvarint(next);
            } else {
                distanceChange(next - distance);
            }
            distance = next;
            value(bits ^ valueBits);
        }
        valueBits = bits;
        maxTime = timestamp;
        count++;
    }

    private void distanceChange(long change) {
        if (change == 0) {
            out.write(0, 1);
        } else if (fits(change, 14)) {
            out.write(0b10L << 14 | (change & ((1 << 14) - 1)), 16);
        } else if (fits(change, 17)) {
            out.write(0b110L << 17 | (change & ((1 << 17) - 1)), 20);
        } else if (fits(change, 20)) {
            out.write(0b1110L << 20 | (change & ((1 << 20) - 1)), 24);
        } else {
            out.write(0b1111, 4);
            out.write(change, 64);
        }
    }

    static boolean fits(long value, int bits) {
        return -((1L << (bits - 1)) - 1) <= value && value <= 1L << (bits - 1);
    }

    private void value(long xor) {
        if (xor == 0) {
            out.write(0, 1);
            return;
        }
        int newLeading = Math.min(31, Long.numberOfLeadingZeros(xor));
        int newTrailing = Long.numberOfTrailingZeros(xor);
        if (leading != NO_WINDOW && newLeading >= leading && newTrailing >= trailing) {
            out.write(0b10, 2);
            out.write(xor >>> trailing, 64 - leading - trailing);
            return;
        }
        leading = newLeading;
        trailing = newTrailing;
        int significant = 64 - newLeading - newTrailing;
        out.write(0b11L << 11 | (long) newLeading << 6 | (significant & 0x3f), 13);
        out.write(xor >>> newTrailing, significant);
    }

    /// The bits of the last value.
    public long lastBits() {
        return valueBits;
    }

    @Override
    public Encoding encoding() {
        return Encoding.XOR;
    }

    @Override
    public int bytes() {
        return out.size();
    }

    @Override
    public Chunk view() {
        return new Chunk(Encoding.XOR, minTime, maxTime, count, out.toBytes());
    }

    @Override
    public Chunk seal() {
        byte[] data = out.toBytes();
        data[0] = (byte) (count >>> 8);
        data[1] = (byte) count;
        return new Chunk(Encoding.XOR, minTime, maxTime, count, data);
    }
}

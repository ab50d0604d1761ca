package tocsin.storage.chunk;

import tocsin.storage.codec.BitIn;
import tocsin.storage.codec.BitOut;
import tocsin.storage.codec.CorruptDataException;

/// A column of floats inside a chunk of histograms: each XORed with the one before it, with its own
/// window of significant bits.
final class XorWindow {
    private long bits;
    private int leading = -1;
    private int trailing;

    /// Writes the first value as it is.
    void writeFirst(BitOut out, double value) {
        bits = Double.doubleToRawLongBits(value);
        out.write(bits, 64);
    }

    void write(BitOut out, double value) {
        long next = Double.doubleToRawLongBits(value);
        long xor = next ^ bits;
        bits = next;
        if (xor == 0) {
            out.write(0, 1);
            return;
        }
        int newLeading = Math.min(31, Long.numberOfLeadingZeros(xor));
        int newTrailing = Long.numberOfTrailingZeros(xor);
        if (leading >= 0 && newLeading >= leading && newTrailing >= trailing) {
            out.write(0b10, 2);
            out.write(xor >>> trailing, 64 - leading - trailing);
            return;
        }
        leading = newLeading;
        trailing = newTrailing;
        int significant = 64 - leading - trailing;
        out.write(0b11L << 11 | (long) leading << 6 | (significant & 0x3f), 13);
        out.write(xor >>> trailing, significant);
    }

    double readFirst(BitIn in) throws CorruptDataException {
        bits = in.read(64);
        return Double.longBitsToDouble(bits);
    }

    double read(BitIn in) throws CorruptDataException {
        if (in.bit()) {
            if (in.bit()) {
                leading = (int) in.read(5);
                int significant = (int) in.read(6);
                significant = significant == 0 ? 64 : significant;
                if (leading + significant > 64) {
                    throw new CorruptDataException(
                            "a value of " + significant + " bits behind " + leading);
                }
                trailing = 64 - leading - significant;
            } else if (leading < 0) {
                throw new CorruptDataException("a value without a window before it");
            }
            bits ^= in.read(64 - leading - trailing) << trailing;
        }
        return Double.longBitsToDouble(bits);
    }
}

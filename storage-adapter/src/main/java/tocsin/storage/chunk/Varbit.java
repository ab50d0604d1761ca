package tocsin.storage.chunk;

import tocsin.storage.codec.BitIn;
import tocsin.storage.codec.BitOut;
import tocsin.storage.codec.CorruptDataException;

/// Integers of few bits when they are near zero: a run of ones names the width that follows.
final class Varbit {
    private static final int[] WIDTHS = {0, 3, 6, 9, 12, 18, 25, 56, 64};

    private Varbit() {}

    static void writeSigned(BitOut out, long value) {
        if (value == 0) {
            out.write(0, 1);
            return;
        }
        for (int kind = 1; kind < 8; kind++) {
            if (OpenXor.fits(value, WIDTHS[kind])) {
                prefix(out, kind);
                out.write(value, WIDTHS[kind]);
                return;
            }
        }
        out.write(0xff, 8);
        out.write(value, 64);
    }

    static void writeUnsigned(BitOut out, long value) {
        if (value == 0) {
            out.write(0, 1);
            return;
        }
        for (int kind = 1; kind < 8; kind++) {
            if (value >>> WIDTHS[kind] == 0) {
                prefix(out, kind);
                out.write(value, WIDTHS[kind]);
                return;
            }
        }
        out.write(0xff, 8);
        out.write(value, 64);
    }

    /// As many ones, and a zero.
    private static void prefix(BitOut out, int ones) {
        out.write((1L << (ones + 1)) - 2, ones + 1);
    }

    static long readSigned(BitIn in) throws CorruptDataException {
        int kind = in.ones(8);
        return kind == 0 ? 0 : in.signed(WIDTHS[kind]);
    }

    static long readUnsigned(BitIn in) throws CorruptDataException {
        return in.read(WIDTHS[in.ones(8)]);
    }
}

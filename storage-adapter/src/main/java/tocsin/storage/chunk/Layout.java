package tocsin.storage.chunk;

import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.storage.codec.BitIn;
import tocsin.storage.codec.BitOut;
import tocsin.storage.codec.CorruptDataException;

import java.util.Arrays;

/// What all histograms of a chunk share: the schema and which buckets there are.
record Layout(
        int schema, double zeroThreshold, Spans positive, Spans negative, double[] customValues) {
    private static final int CUSTOM = -53;

    /// More buckets than any client may send; a chunk that claims more is corrupt.
    static final int MOST_BUCKETS = 1 << 16;

    boolean sameBase(Layout other) {
        return schema == other.schema
                && IntHistogram.sameBits(zeroThreshold, other.zeroThreshold)
                && Arrays.equals(customValues, other.customValues);
    }

    boolean sameBuckets(Layout other) {
        return positive.equals(other.positive) && negative.equals(other.negative);
    }

    /// The layout that has the buckets of both.
    Layout union(Layout other) {
        return new Layout(
                schema,
                zeroThreshold,
                Buckets.union(positive, other.positive),
                Buckets.union(negative, other.negative),
                customValues);
    }

    void write(BitOut out) {
        writeThreshold(out);
        Varbit.writeSigned(out, schema);
        writeSpans(out, positive);
        writeSpans(out, negative);
        if (schema == CUSTOM) {
            Varbit.writeUnsigned(out, customValues.length);
            for (double bound : customValues) {
                writeBound(out, bound);
            }
        }
    }

    private void writeThreshold(BitOut out) {
        if (zeroThreshold == 0) {
            out.write(0, 8);
            return;
        }
        int exponent = Math.getExponent(zeroThreshold) + 1 + 243;
        boolean powerOfTwo = zeroThreshold == Math.scalb(0.5, exponent - 243);
        if (powerOfTwo && exponent >= 1 && exponent <= 254) {
            out.write(exponent, 8);
        } else {
            out.write(255, 8);
            out.write(Double.doubleToRawLongBits(zeroThreshold), 64);
        }
    }

    private static void writeSpans(BitOut out, Spans spans) {
        Varbit.writeUnsigned(out, spans.offsets().length);
        for (int i = 0; i < spans.offsets().length; i++) {
            Varbit.writeUnsigned(out, spans.lengths()[i]);
            Varbit.writeSigned(out, spans.offsets()[i]);
        }
    }

    private static void writeBound(BitOut out, double bound) {
        double thousands = bound * 1000;
        long rounded = Math.round(thousands);
        boolean whole = thousands >= 0 && thousands <= 33_554_430 && rounded / 1000.0 == bound;
        if (whole) {
            Varbit.writeUnsigned(out, rounded + 1);
        } else {
            out.write(0, 1);
            out.write(Double.doubleToRawLongBits(bound), 64);
        }
    }

    static Layout read(BitIn in) throws CorruptDataException {
        double threshold = readThreshold(in);
        int schema = (int) Varbit.readSigned(in);
        Spans positive = readSpans(in);
        Spans negative = readSpans(in);
        double[] custom = {};
        if (schema == CUSTOM) {
            custom = new double[count(in)];
            for (int i = 0; i < custom.length; i++) {
                long coded = Varbit.readUnsigned(in);
                custom[i] =
                        coded == 0 ? Double.longBitsToDouble(in.read(64)) : (coded - 1) / 1000.0;
            }
        }
        return new Layout(schema, threshold, positive, negative, custom);
    }

    private static double readThreshold(BitIn in) throws CorruptDataException {
        int coded = (int) in.read(8);
        return switch (coded) {
            case 0 -> 0;
            case 255 -> Double.longBitsToDouble(in.read(64));
            default -> Math.scalb(0.5, coded - 243);
        };
    }

    private static Spans readSpans(BitIn in) throws CorruptDataException {
        int count = count(in);
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        long buckets = 0;
        for (int i = 0; i < count; i++) {
            long length = Varbit.readUnsigned(in);
            buckets += length;
            if (length < 0 || length > MOST_BUCKETS || buckets > MOST_BUCKETS) {
                throw new CorruptDataException("a histogram of more than 65536 buckets");
            }
            lengths[i] = (int) length;
            offsets[i] = (int) Varbit.readSigned(in);
        }
        return count == 0 ? Spans.NONE : new Spans(offsets, lengths);
    }

    private static int count(BitIn in) throws CorruptDataException {
        long count = Varbit.readUnsigned(in);
        if (count < 0 || count > MOST_BUCKETS) {
            throw new CorruptDataException("a histogram with " + count + " spans or bounds");
        }
        return (int) count;
    }
}

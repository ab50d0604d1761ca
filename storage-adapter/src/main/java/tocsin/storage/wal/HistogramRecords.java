package tocsin.storage.wal;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.storage.chunk.IntHistogram;
import tocsin.storage.codec.ByteIn;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.codec.CorruptDataException;

/// Histograms inside records of the log.
public final class HistogramRecords {
    private HistogramRecords() {}

    /// Adds a histogram to a record of histograms with integer counts.
    public static void write(ByteOut out, IntHistogram histogram) {
        out.u8(hint(histogram.counterResetHint())).varint(histogram.schema());
        out.f64(histogram.zeroThreshold());
        out.uvarint(histogram.zeroCount()).uvarint(histogram.count()).f64(histogram.sum());
        spans(out, histogram.positiveSpans());
        spans(out, histogram.negativeSpans());
        deltas(out, histogram.positiveDeltas());
        deltas(out, histogram.negativeDeltas());
        custom(out, histogram.schema(), histogram.customValues());
    }

    /// Adds a histogram to a record of histograms with float counts.
    public static void write(ByteOut out, FloatHistogram histogram) {
        out.u8(hint(histogram.counterResetHint())).varint(histogram.schema());
        out.f64(histogram.zeroThreshold());
        out.f64(histogram.zeroCount()).f64(histogram.count()).f64(histogram.sum());
        spans(out, histogram.positiveSpans());
        spans(out, histogram.negativeSpans());
        counts(out, histogram.positiveBuckets());
        counts(out, histogram.negativeBuckets());
        custom(out, histogram.schema(), histogram.customValues());
    }

    private static int hint(CounterResetHint hint) {
        return switch (hint) {
            case UNKNOWN -> 0;
            case COUNTER_RESET -> 1;
            case NOT_COUNTER_RESET -> 2;
            case GAUGE -> 3;
        };
    }

    private static void spans(ByteOut out, Spans spans) {
        out.uvarint(spans.offsets().length);
        for (int i = 0; i < spans.offsets().length; i++) {
            out.varint(spans.offsets()[i]).uvarint(spans.lengths()[i]);
        }
    }

    private static void deltas(ByteOut out, long[] deltas) {
        out.uvarint(deltas.length);
        for (long delta : deltas) {
            out.varint(delta);
        }
    }

    private static void counts(ByteOut out, double[] counts) {
        out.uvarint(counts.length);
        for (double count : counts) {
            out.f64(count);
        }
    }

    private static void custom(ByteOut out, int schema, double[] bounds) {
        if (schema == FloatHistogram.CUSTOM_BUCKETS_SCHEMA) {
            counts(out, bounds);
        }
    }

    static IntHistogram readIntegers(ByteIn in) throws CorruptDataException {
        CounterResetHint hint = readHint(in);
        int schema = (int) in.varint();
        double zeroThreshold = in.f64();
        long zeroCount = in.uvarint();
        long count = in.uvarint();
        double sum = in.f64();
        Spans positive = readSpans(in);
        Spans negative = readSpans(in);
        long[] up = readDeltas(in, positive);
        long[] down = readDeltas(in, negative);
        double[] custom = readCustom(in, schema);
        return new IntHistogram(
                hint,
                schema,
                zeroThreshold,
                zeroCount,
                count,
                sum,
                positive,
                up,
                negative,
                down,
                custom);
    }

    static FloatHistogram readFloats(ByteIn in) throws CorruptDataException {
        CounterResetHint hint = readHint(in);
        int schema = (int) in.varint();
        double zeroThreshold = in.f64();
        double zeroCount = in.f64();
        double count = in.f64();
        double sum = in.f64();
        Spans positive = readSpans(in);
        Spans negative = readSpans(in);
        double[] up = buckets(in, positive);
        double[] down = buckets(in, negative);
        double[] custom = readCustom(in, schema);
        return new FloatHistogram(
                hint,
                schema,
                zeroThreshold,
                zeroCount,
                count,
                sum,
                positive,
                up,
                negative,
                down,
                custom);
    }

    private static CounterResetHint readHint(ByteIn in) throws CorruptDataException {
        int hint = in.u8();
        return switch (hint) {
            case 0 -> CounterResetHint.UNKNOWN;
            case 1 -> CounterResetHint.COUNTER_RESET;
            case 2 -> CounterResetHint.NOT_COUNTER_RESET;
            case 3 -> CounterResetHint.GAUGE;
            default ->
                    throw new CorruptDataException("a histogram with counter reset hint " + hint);
        };
    }

    private static Spans readSpans(ByteIn in) throws CorruptDataException {
        int count = in.count(2);
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        long buckets = 0;
        for (int i = 0; i < count; i++) {
            offsets[i] = (int) in.varint();
            long length = in.uvarint();
            buckets += length;
            if (length < 0 || buckets < 0 || buckets > 1 << 20) {
                throw new CorruptDataException("a histogram of more than 2^20 buckets");
            }
            lengths[i] = (int) length;
        }
        return count == 0 ? Spans.NONE : new Spans(offsets, lengths);
    }

    private static long[] readDeltas(ByteIn in, Spans spans) throws CorruptDataException {
        long[] deltas = new long[in.count(1)];
        matching(deltas.length, spans);
        for (int i = 0; i < deltas.length; i++) {
            deltas[i] = in.varint();
        }
        return deltas;
    }

    private static double[] buckets(ByteIn in, Spans spans) throws CorruptDataException {
        double[] counts = readCounts(in);
        matching(counts.length, spans);
        return counts;
    }

    private static double[] readCounts(ByteIn in) throws CorruptDataException {
        double[] counts = new double[in.count(8)];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.f64();
        }
        return counts;
    }

    private static void matching(int buckets, Spans spans) throws CorruptDataException {
        int expected = 0;
        for (int length : spans.lengths()) {
            expected += length;
        }
        if (expected != buckets) {
            throw new CorruptDataException(buckets + " buckets where the spans say " + expected);
        }
    }

    private static double[] readCustom(ByteIn in, int schema) throws CorruptDataException {
        return schema == FloatHistogram.CUSTOM_BUCKETS_SCHEMA ? readCounts(in) : new double[0];
    }
}

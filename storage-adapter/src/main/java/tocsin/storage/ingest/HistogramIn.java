package tocsin.storage.ingest;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.storage.chunk.IntHistogram;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.codec.ProtoIn;

import java.util.Arrays;

/// A native histogram of a message. Both versions of remote write write it alike.
public final class HistogramIn {
    /// More than any client sends: what a histogram may claim before it is refused unread.
    private static final int MOST_SPANS = 10_000;

    private boolean floating;
    private long count;
    private double floatCount;
    private double sum;
    private int schema;
    private double zeroThreshold;
    private long zeroCount;
    private double floatZeroCount;
    private int hint;
    private long timestamp;
    private final SpanList positiveSpans = new SpanList();
    private final SpanList negativeSpans = new SpanList();
    private final Numbers positiveDeltas = new Numbers();
    private final Numbers negativeDeltas = new Numbers();
    private final Numbers positiveCounts = new Numbers();
    private final Numbers negativeCounts = new Numbers();
    private final Numbers customValues = new Numbers();

    /// Numbers of a repeated field; floats by their bits.
    private static final class Numbers {
        private long[] values = new long[16];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        long[] longs() {
            return Arrays.copyOf(values, size);
        }

        double[] doubles() {
            double[] doubles = new double[size];
            for (int i = 0; i < size; i++) {
                doubles[i] = Double.longBitsToDouble(values[i]);
            }
            return doubles;
        }

        void signed(ProtoIn in) throws CorruptDataException {
            if (in.wire() == ProtoIn.VARINT) {
                add(in.zigzag());
                return;
            }
            int outer = in.enter();
            while (in.position() < in.end()) {
                add(in.zigzag());
            }
            in.leave(outer);
        }

        void floats(ProtoIn in) throws CorruptDataException {
            if (in.wire() == ProtoIn.FIXED64) {
                add(Double.doubleToRawLongBits(in.f64()));
                return;
            }
            int outer = in.enter();
            while (in.position() < in.end()) {
                add(Double.doubleToRawLongBits(in.f64()));
            }
            in.leave(outer);
        }
    }

    private static final class SpanList {
        private final Numbers offsets = new Numbers();
        private final Numbers lengths = new Numbers();

        void read(ProtoIn in) throws CorruptDataException {
            long offset = 0;
            long length = 0;
            int outer = in.enter();
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> offset = in.zigzag();
                    case 2 -> length = in.varint();
                    default -> in.skip();
                }
            }
            in.leave(outer);
            offsets.add(offset);
            lengths.add(length);
            if (offsets.size > MOST_SPANS || length < 0 || length > 1 << 16) {
                throw in.wrong("a histogram of too many buckets");
            }
        }

        Spans spans() {
            if (offsets.size == 0) {
                return Spans.NONE;
            }
            return new Spans(ints(offsets), ints(lengths));
        }

        private static int[] ints(Numbers numbers) {
            int[] ints = new int[numbers.size];
            for (int i = 0; i < ints.length; i++) {
                ints[i] = (int) numbers.values[i];
            }
            return ints;
        }
    }

    /// Reads the nested message that the input is in.
    public static HistogramIn read(ProtoIn in) throws CorruptDataException {
        var histogram = new HistogramIn();
        while (in.next()) {
            histogram.field(in);
        }
        return histogram;
    }

    private void field(ProtoIn in) throws CorruptDataException {
        switch (in.field()) {
            case 1 -> count = in.varint();
            case 2 -> {
                floating = true;
                floatCount = in.f64();
            }
            case 3 -> sum = in.f64();
            case 4 -> schema = (int) in.zigzag();
            case 5 -> zeroThreshold = in.f64();
            case 6 -> zeroCount = in.varint();
            case 7 -> floatZeroCount = in.f64();
            case 8 -> negativeSpans.read(in);
            case 9 -> negativeDeltas.signed(in);
            case 10 -> negativeCounts.floats(in);
            case 11 -> positiveSpans.read(in);
            case 12 -> positiveDeltas.signed(in);
            case 13 -> positiveCounts.floats(in);
            case 14 -> hint = (int) in.varint();
            case 15 -> timestamp = in.varint();
            case 16 -> customValues.floats(in);
            default -> in.skip();
        }
    }

    /// Its time.
    public long timestamp() {
        return timestamp;
    }

    private CounterResetHint resetHint() {
        return switch (hint) {
            case 1 -> CounterResetHint.COUNTER_RESET;
            case 2 -> CounterResetHint.NOT_COUNTER_RESET;
            case 3 -> CounterResetHint.GAUGE;
            default -> CounterResetHint.UNKNOWN;
        };
    }

    /// What is wrong with it, in upstream's words; null when nothing is.
    @Nullable String problem() {
        IntHistogram whole = integers();
        return whole != null ? HistogramRules.problem(whole) : HistogramRules.problem(floats());
    }

    /// With integer counts; null when it has float counts.
    public @Nullable IntHistogram integers() {
        if (floating) {
            return null;
        }
        return new IntHistogram(
                resetHint(),
                schema,
                zeroThreshold,
                zeroCount,
                count,
                sum,
                positiveSpans.spans(),
                positiveDeltas.longs(),
                negativeSpans.spans(),
                negativeDeltas.longs(),
                customValues.doubles());
    }

    /// With float counts.
    public FloatHistogram floats() {
        return new FloatHistogram(
                resetHint(),
                schema,
                zeroThreshold,
                floatZeroCount,
                floatCount,
                sum,
                positiveSpans.spans(),
                positiveCounts.doubles(),
                negativeSpans.spans(),
                negativeCounts.doubles(),
                customValues.doubles());
    }
}

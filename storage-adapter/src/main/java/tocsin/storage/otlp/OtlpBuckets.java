package tocsin.storage.otlp;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.promql.value.StaleMarker;
import tocsin.storage.chunk.IntHistogram;

import java.util.Arrays;

/// Makes native histograms of OpenTelemetry's.
///
/// Bucket 0 there reaches from 1 to the base, here from the inverse of the base to 1: so indexes
/// are one apart. A scale is what is called a schema here; one that is finer than any schema is
/// made coarser, and each step merges two neighbours.
final class OtlpBuckets {
    private static final int FINEST = 8;
    private static final int COARSEST = -4;
    private static final double ZERO_THRESHOLD = 1e-128;

    /// Empty buckets up to this many are written down; a longer run is a gap.
    private static final int LONGEST_FILLED = 2;

    private int[] offsets = new int[8];
    private int[] lengths = new int[8];
    private long[] deltas = new long[16];
    private int spans;
    private int size;
    private long before;
    private long next;

    private OtlpBuckets() {}

    /// The native histogram of a point.
    static IntHistogram ofExponential(OtlpPoint.Exponential point) throws RefusedPointException {
        if (point.scale() < COARSEST) {
            throw new RefusedPointException(
                    "a scale of " + point.scale() + ", at least " + COARSEST + " can be stored");
        }
        int down = Math.max(0, point.scale() - FINEST);
        if (down >= Integer.SIZE) {
            throw new RefusedPointException("a scale of " + point.scale());
        }
        OtlpBuckets positive = merged(point.positive(), down);
        OtlpBuckets negative = merged(point.negative(), down);
        boolean isEnd = point.basis().isEnd();
        return new IntHistogram(
                CounterResetHint.UNKNOWN,
                point.scale() - down,
                point.zeroThreshold() > 0 ? point.zeroThreshold() : ZERO_THRESHOLD,
                point.zeroCount(),
                isEnd ? 0 : point.count(),
                isEnd ? StaleMarker.VALUE : point.sum().orElse(0),
                positive.spans(),
                positive.deltas(),
                negative.spans(),
                negative.deltas(),
                new double[0]);
    }

    /// The native histogram with custom buckets of a point.
    static IntHistogram ofClassic(OtlpPoint.Histogram point) {
        var buckets = new OtlpBuckets();
        for (int i = 0; i < point.counts().length; i++) {
            buckets.add(i, point.counts()[i]);
        }
        boolean isEnd = point.basis().isEnd();
        return new IntHistogram(
                CounterResetHint.UNKNOWN,
                FloatHistogram.CUSTOM_BUCKETS_SCHEMA,
                0,
                0,
                isEnd ? 0 : point.count(),
                isEnd ? StaleMarker.VALUE : point.sum().orElse(0),
                buckets.spans(),
                buckets.deltas(),
                Spans.NONE,
                new long[0],
                point.bounds());
    }

    private static OtlpBuckets merged(OtlpPoint.Buckets of, int down) throws RefusedPointException {
        var buckets = new OtlpBuckets();
        long[] counts = of.counts();
        if ((long) of.offset() + counts.length >= Integer.MAX_VALUE) {
            throw new RefusedPointException("buckets from " + of.offset() + " on");
        }
        for (int i = 0; i < counts.length; ) {
            int index = (of.offset() + i) >> down;
            long count = 0;
            for (; i < counts.length && (of.offset() + i) >> down == index; i++) {
                count += counts[i];
            }
            buckets.add(index + 1L, count);
        }
        return buckets;
    }

    /// Adds a bucket behind all others.
    private void add(long index, long count) {
        if (count == 0) {
            return;
        }
        long gap = index - next;
        if (spans == 0 || gap > LONGEST_FILLED) {
            begin((int) gap);
        } else {
            for (long i = 0; i < gap; i++) {
                put(0);
            }
        }
        put(count);
        next = index + 1;
    }

    private void begin(int offset) {
        if (spans == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * spans);
            lengths = Arrays.copyOf(lengths, 2 * spans);
        }
        offsets[spans++] = offset;
    }

    private void put(long count) {
        if (size == deltas.length) {
            deltas = Arrays.copyOf(deltas, 2 * size);
        }
        deltas[size++] = count - before;
        before = count;
        lengths[spans - 1]++;
    }

    private Spans spans() {
        return spans == 0
                ? Spans.NONE
                : new Spans(Arrays.copyOf(offsets, spans), Arrays.copyOf(lengths, spans));
    }

    private long[] deltas() {
        return Arrays.copyOf(deltas, size);
    }
}

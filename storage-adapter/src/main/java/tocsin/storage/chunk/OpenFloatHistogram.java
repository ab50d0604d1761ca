package tocsin.storage.chunk;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.StaleMarker;
import tocsin.storage.codec.BitOut;
import tocsin.storage.codec.CorruptDataException;

/// A chunk of float histograms being written: every field is a column of its own, XORed with the
/// sample before.
public final class OpenFloatHistogram extends OpenChunk {
    private final BitOut out = new BitOut(160);
    private final ResetHeader header;
    private final Layout layout;
    private final XorWindow total = new XorWindow();
    private final XorWindow zero = new XorWindow();
    private final XorWindow sum = new XorWindow();
    private final XorWindow[] positive;
    private final XorWindow[] negative;
    private FloatHistogram last;
    private long distance;

    /// A chunk that begins with one histogram.
    public OpenFloatHistogram(ResetHeader header, long timestamp, FloatHistogram first) {
        this(header, timestamp, first, layout(first));
    }

    private OpenFloatHistogram(
            ResetHeader header, long timestamp, FloatHistogram narrow, Layout layout) {
        FloatHistogram first = widened(narrow, layout);
        this.header = header;
        this.layout = layout;
        this.last = first;
        positive = windows(first.positiveBuckets().length);
        negative = windows(first.negativeBuckets().length);
        out.write(0, 16);
        out.write(header.flags(), 8);
        layout.write(out);
        Varbit.writeSigned(out, timestamp);
        total.writeFirst(out, first.count());
        zero.writeFirst(out, first.zeroCount());
        sum.writeFirst(out, first.sum());
        for (int i = 0; i < positive.length; i++) {
            positive[i].writeFirst(out, first.positiveBuckets()[i]);
        }
        for (int i = 0; i < negative.length; i++) {
            negative[i].writeFirst(out, first.negativeBuckets()[i]);
        }
        minTime = timestamp;
        maxTime = timestamp;
        count = 1;
    }

    private static XorWindow[] windows(int count) {
        var windows = new XorWindow[count];
        for (int i = 0; i < count; i++) {
            windows[i] = new XorWindow();
        }
        return windows;
    }

    private static Layout layout(FloatHistogram of) {
        return new Layout(
                of.schema(),
                of.zeroThreshold(),
                of.positiveSpans(),
                of.negativeSpans(),
                of.customValues());
    }

    private static FloatHistogram widened(FloatHistogram narrow, Layout to) {
        if (StaleMarker.is(narrow.sum()) || layout(narrow).sameBuckets(to)) {
            return narrow;
        }
        return new FloatHistogram(
                narrow.counterResetHint(),
                narrow.schema(),
                narrow.zeroThreshold(),
                narrow.zeroCount(),
                narrow.count(),
                narrow.sum(),
                to.positive(),
                Buckets.widen(narrow.positiveBuckets(), narrow.positiveSpans(), to.positive()),
                to.negative(),
                Buckets.widen(narrow.negativeBuckets(), narrow.negativeSpans(), to.negative()),
                narrow.customValues());
    }

    /// How the next histogram goes with those here.
    public Fit fit(FloatHistogram next) {
        boolean gauge = next.counterResetHint() == CounterResetHint.GAUGE;
        if (StaleMarker.is(next.sum())) {
            return Fit.FITS;
        }
        if (StaleMarker.is(last.sum()) || gauge != (header == ResetHeader.GAUGE)) {
            return Fit.OTHER;
        }
        if (next.counterResetHint() == CounterResetHint.COUNTER_RESET) {
            return Fit.RESET;
        }
        Layout nextLayout = layout(next);
        if (!layout.sameBase(nextLayout)) {
            return gauge ? Fit.OTHER : Fit.RESET;
        }
        if (!gauge && fell(last, next)) {
            return Fit.RESET;
        }
        return layout.union(nextLayout).sameBuckets(layout) ? Fit.FITS : Fit.WIDENS;
    }

    static boolean fell(FloatHistogram before, FloatHistogram now) {
        return now.count() < before.count()
                || now.zeroCount() < before.zeroCount()
                || Buckets.shrank(
                        before.positiveBuckets(),
                        before.positiveSpans(),
                        now.positiveBuckets(),
                        now.positiveSpans())
                || Buckets.shrank(
                        before.negativeBuckets(),
                        before.negativeSpans(),
                        now.negativeBuckets(),
                        now.negativeSpans());
    }

    /// The same samples in a chunk that has room for the buckets of `next` too.
    public OpenFloatHistogram widened(FloatHistogram next) throws CorruptDataException {
        Layout wide = layout.union(layout(next));
        var held = HistogramChunk.floats(view());
        var wider =
                new OpenFloatHistogram(
                        header, held.getFirst().timestamp(), held.getFirst().histogram(), wide);
        for (var sample : held.subList(1, held.size())) {
            wider.append(sample.timestamp(), sample.histogram());
        }
        return wider;
    }

    /// Adds a histogram that fits.
    public void append(long timestamp, FloatHistogram narrow) {
        FloatHistogram next = widened(narrow, layout);
        long nextDistance = timestamp - maxTime;
        Varbit.writeSigned(out, nextDistance - distance);
        distance = nextDistance;
        boolean stale = StaleMarker.is(next.sum());
        total.write(out, stale ? 0 : next.count());
        zero.write(out, stale ? 0 : next.zeroCount());
        sum.write(out, next.sum());
        if (!stale) {
            for (int i = 0; i < positive.length; i++) {
                positive[i].write(out, next.positiveBuckets()[i]);
            }
            for (int i = 0; i < negative.length; i++) {
                negative[i].write(out, next.negativeBuckets()[i]);
            }
        }
        last = next;
        maxTime = timestamp;
        count++;
    }

    /// The last histogram.
    public FloatHistogram last() {
        return last;
    }

    @Override
    public Encoding encoding() {
        return Encoding.FLOAT_HISTOGRAM;
    }

    @Override
    public int bytes() {
        return out.size();
    }

    @Override
    public Chunk view() {
        return new Chunk(Encoding.FLOAT_HISTOGRAM, minTime, maxTime, count, out.array());
    }

    @Override
    public Chunk seal() {
        byte[] data = out.toBytes();
        data[0] = (byte) (count >>> 8);
        data[1] = (byte) count;
        return new Chunk(Encoding.FLOAT_HISTOGRAM, minTime, maxTime, count, data);
    }
}

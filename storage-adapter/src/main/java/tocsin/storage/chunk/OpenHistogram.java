package tocsin.storage.chunk;

import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.StaleMarker;
import tocsin.storage.codec.BitOut;
import tocsin.storage.codec.CorruptDataException;

/// A chunk of integer histograms being written: the second difference of every count. All share one
/// layout of buckets; one with more buckets makes the chunk be written anew.
public final class OpenHistogram extends OpenChunk {
    private final BitOut out = new BitOut(128);
    private final ResetHeader header;
    private final Layout layout;
    private final XorWindow sum = new XorWindow();
    private IntHistogram last;
    private final long[] positiveChanges;
    private final long[] negativeChanges;
    private long distance;
    private long countChange;
    private long zeroChange;

    /// A chunk that begins with one histogram.
    public OpenHistogram(ResetHeader header, long timestamp, IntHistogram first) {
        this(header, timestamp, first, layout(first));
    }

    private OpenHistogram(ResetHeader header, long timestamp, IntHistogram narrow, Layout layout) {
        IntHistogram first = widened(narrow, layout);
        this.header = header;
        this.layout = layout;
        this.last = first;
        positiveChanges = new long[first.positiveDeltas().length];
        negativeChanges = new long[first.negativeDeltas().length];
        out.write(0, 16);
        out.write(header.flags(), 8);
        layout.write(out);
        Varbit.writeSigned(out, timestamp);
        Varbit.writeUnsigned(out, first.count());
        Varbit.writeUnsigned(out, first.zeroCount());
        sum.writeFirst(out, first.sum());
        for (long delta : first.positiveDeltas()) {
            Varbit.writeSigned(out, delta);
        }
        for (long delta : first.negativeDeltas()) {
            Varbit.writeSigned(out, delta);
        }
        minTime = timestamp;
        maxTime = timestamp;
        count = 1;
    }

    private static Layout layout(IntHistogram of) {
        return new Layout(
                of.schema(),
                of.zeroThreshold(),
                of.positiveSpans(),
                of.negativeSpans(),
                of.customValues());
    }

    private static IntHistogram widened(IntHistogram narrow, Layout to) {
        if (narrow.isStale() || layout(narrow).sameBuckets(to)) {
            return narrow;
        }
        return new IntHistogram(
                narrow.counterResetHint(),
                narrow.schema(),
                narrow.zeroThreshold(),
                narrow.zeroCount(),
                narrow.count(),
                narrow.sum(),
                to.positive(),
                Buckets.widen(narrow.positiveDeltas(), narrow.positiveSpans(), to.positive()),
                to.negative(),
                Buckets.widen(narrow.negativeDeltas(), narrow.negativeSpans(), to.negative()),
                narrow.customValues());
    }

    /// How the next histogram goes with those here.
    public Fit fit(IntHistogram next) {
        boolean gauge = next.counterResetHint() == CounterResetHint.GAUGE;
        if (next.isStale()) {
            return Fit.FITS;
        }
        if (last.isStale() || gauge != (header == ResetHeader.GAUGE)) {
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
        boolean same = layout.union(nextLayout).sameBuckets(layout);
        return same ? Fit.FITS : Fit.WIDENS;
    }

    /// Whether a counter began anew between two histograms of the same base.
    static boolean fell(IntHistogram before, IntHistogram now) {
        return now.count() < before.count()
                || now.zeroCount() < before.zeroCount()
                || Buckets.shrank(
                        IntHistogram.absolute(before.positiveDeltas()),
                        before.positiveSpans(),
                        IntHistogram.absolute(now.positiveDeltas()),
                        now.positiveSpans())
                || Buckets.shrank(
                        IntHistogram.absolute(before.negativeDeltas()),
                        before.negativeSpans(),
                        IntHistogram.absolute(now.negativeDeltas()),
                        now.negativeSpans());
    }

    /// The same samples in a chunk that has room for the buckets of `next` too.
    public OpenHistogram widened(IntHistogram next) throws CorruptDataException {
        Layout wide = layout.union(layout(next));
        var held = HistogramChunk.integers(view());
        var wider =
                new OpenHistogram(
                        header, held.getFirst().timestamp(), held.getFirst().histogram(), wide);
        for (var sample : held.subList(1, held.size())) {
            wider.append(sample.timestamp(), sample.histogram());
        }
        return wider;
    }

    /// Adds a histogram that fits.
    public void append(long timestamp, IntHistogram narrow) {
        IntHistogram next = widened(narrow, layout);
        long nextDistance = timestamp - maxTime;
        Varbit.writeSigned(out, nextDistance - distance);
        distance = nextDistance;
        if (next.isStale()) {
            Varbit.writeSigned(out, 0);
            Varbit.writeSigned(out, 0);
            sum.write(out, StaleMarker.VALUE);
        } else {
            long nextCount = next.count() - last.count();
            long nextZero = next.zeroCount() - last.zeroCount();
            Varbit.writeSigned(out, nextCount - countChange);
            Varbit.writeSigned(out, nextZero - zeroChange);
            countChange = nextCount;
            zeroChange = nextZero;
            sum.write(out, next.sum());
            buckets(next.positiveDeltas(), last.positiveDeltas(), positiveChanges);
            buckets(next.negativeDeltas(), last.negativeDeltas(), negativeChanges);
        }
        last = next;
        maxTime = timestamp;
        count++;
    }

    private void buckets(long[] now, long[] before, long[] changes) {
        for (int i = 0; i < now.length; i++) {
            long change = now[i] - before[i];
            Varbit.writeSigned(out, change - changes[i]);
            changes[i] = change;
        }
    }

    /// The last histogram.
    public IntHistogram last() {
        return last;
    }

    @Override
    public Encoding encoding() {
        return Encoding.HISTOGRAM;
    }

    @Override
    public int bytes() {
        return out.size();
    }

    @Override
    public Chunk view() {
        return new Chunk(Encoding.HISTOGRAM, minTime, maxTime, count, out.array());
    }

    @Override
    public Chunk seal() {
        byte[] data = out.toBytes();
        data[0] = (byte) (count >>> 8);
        data[1] = (byte) count;
        return new Chunk(Encoding.HISTOGRAM, minTime, maxTime, count, data);
    }
}

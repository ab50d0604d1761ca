package tocsin.storage.chunk;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.value.StaleMarker;
import tocsin.storage.codec.BitIn;
import tocsin.storage.codec.CorruptDataException;

import java.util.ArrayList;
import java.util.List;

/// Reads chunks of histograms.
public final class HistogramChunk {
    private static final long[] NO_DELTAS = {};
    private static final double[] NO_COUNTS = {};

    private HistogramChunk() {}

    /// A histogram with integer counts and its time.
    public record IntSample(long timestamp, IntHistogram histogram) {}

    /// A histogram with float counts and its time.
    public record FloatSample(long timestamp, FloatHistogram histogram) {}

    static void read(Chunk chunk, long fromExclusive, long toInclusive, SampleBuffer into)
            throws CorruptDataException {
        if (chunk.encoding() == Encoding.HISTOGRAM) {
            for (IntSample sample : integers(chunk)) {
                long at = sample.timestamp();
                if (at > fromExclusive && at <= toInclusive) {
                    into.add(at, sample.histogram().toFloat());
                }
            }
        } else {
            for (FloatSample sample : floats(chunk)) {
                long at = sample.timestamp();
                if (at > fromExclusive && at <= toInclusive) {
                    into.add(at, sample.histogram());
                }
            }
        }
    }

    /// The samples of a chunk of integer histograms.
    public static List<IntSample> integers(Chunk chunk) throws CorruptDataException {
        var reader = new Reading(chunk);
        var samples = new ArrayList<IntSample>(Math.min(chunk.count(), 256));
        var counts = new Integers(reader);
        for (int i = 0; i < chunk.count(); i++) {
            samples.add(i == 0 ? counts.first() : counts.next());
        }
        return samples;
    }

    /// The samples of a chunk of float histograms.
    public static List<FloatSample> floats(Chunk chunk) throws CorruptDataException {
        var reader = new Reading(chunk);
        var samples = new ArrayList<FloatSample>(Math.min(chunk.count(), 256));
        var columns = new Floats(reader);
        for (int i = 0; i < chunk.count(); i++) {
            samples.add(i == 0 ? columns.first() : columns.next());
        }
        return samples;
    }

    /// What both kinds share: the head of the chunk, and the clock.
    private static final class Reading {
        final BitIn in;
        final ResetHeader header;
        final Layout layout;
        final XorWindow sum = new XorWindow();
        long timestamp;
        long distance;

        Reading(Chunk chunk) throws CorruptDataException {
            byte[] data = chunk.data();
            in = new BitIn(data, 2, data.length);
            header = ResetHeader.of((int) in.read(8));
            layout = Layout.read(in);
        }

        long tick() throws CorruptDataException {
            distance += Varbit.readSigned(in);
            timestamp += distance;
            return timestamp;
        }

        CounterResetHint hint(boolean first) {
            if (header == ResetHeader.GAUGE) {
                return CounterResetHint.GAUGE;
            }
            return first ? CounterResetHint.UNKNOWN : CounterResetHint.NOT_COUNTER_RESET;
        }
    }

    private static final class Integers {
        private final Reading at;
        private final long[] positive;
        private final long[] negative;
        private final long[] positiveChanges;
        private final long[] negativeChanges;
        private long count;
        private long countChange;
        private long zero;
        private long zeroChange;

        Integers(Reading at) {
            this.at = at;
            positive = new long[Buckets.count(at.layout.positive())];
            negative = new long[Buckets.count(at.layout.negative())];
            positiveChanges = new long[positive.length];
            negativeChanges = new long[negative.length];
        }

        IntSample first() throws CorruptDataException {
            at.timestamp = Varbit.readSigned(at.in);
            count = Varbit.readUnsigned(at.in);
            zero = Varbit.readUnsigned(at.in);
            double sum = at.sum.readFirst(at.in);
            for (int i = 0; i < positive.length; i++) {
                positive[i] = Varbit.readSigned(at.in);
            }
            for (int i = 0; i < negative.length; i++) {
                negative[i] = Varbit.readSigned(at.in);
            }
            return sample(at.timestamp, sum, true);
        }

        IntSample next() throws CorruptDataException {
            long timestamp = at.tick();
            countChange += Varbit.readSigned(at.in);
            zeroChange += Varbit.readSigned(at.in);
            double sum = at.sum.read(at.in);
            if (!StaleMarker.is(sum)) {
                count += countChange;
                zero += zeroChange;
                move(positive, positiveChanges);
                move(negative, negativeChanges);
            }
            return sample(timestamp, sum, false);
        }

        private void move(long[] deltas, long[] changes) throws CorruptDataException {
            for (int i = 0; i < deltas.length; i++) {
                changes[i] += Varbit.readSigned(at.in);
                deltas[i] += changes[i];
            }
        }

        private IntSample sample(long timestamp, double sum, boolean first) {
            Layout layout = at.layout;
            boolean stale = StaleMarker.is(sum);
            return new IntSample(
                    timestamp,
                    new IntHistogram(
                            at.hint(first),
                            stale ? 0 : layout.schema(),
                            stale ? 0 : layout.zeroThreshold(),
                            stale ? 0 : zero,
                            stale ? 0 : count,
                            sum,
                            stale ? Spans.NONE : layout.positive(),
                            stale ? NO_DELTAS : positive.clone(),
                            stale ? Spans.NONE : layout.negative(),
                            stale ? NO_DELTAS : negative.clone(),
                            stale ? NO_COUNTS : layout.customValues()));
        }
    }

    private static final class Floats {
        private final Reading at;
        private final XorWindow total = new XorWindow();
        private final XorWindow zero = new XorWindow();
        private final XorWindow[] positive;
        private final XorWindow[] negative;

        Floats(Reading at) {
            this.at = at;
            positive = windows(Buckets.count(at.layout.positive()));
            negative = windows(Buckets.count(at.layout.negative()));
        }

        private static XorWindow[] windows(int count) {
            var windows = new XorWindow[count];
            for (int i = 0; i < count; i++) {
                windows[i] = new XorWindow();
            }
            return windows;
        }

        FloatSample first() throws CorruptDataException {
            at.timestamp = Varbit.readSigned(at.in);
            double count = total.readFirst(at.in);
            double zeroCount = zero.readFirst(at.in);
            double sum = at.sum.readFirst(at.in);
            double[] up = new double[positive.length];
            for (int i = 0; i < up.length; i++) {
                up[i] = positive[i].readFirst(at.in);
            }
            double[] down = new double[negative.length];
            for (int i = 0; i < down.length; i++) {
                down[i] = negative[i].readFirst(at.in);
            }
            return sample(at.timestamp, true, new double[] {count, zeroCount, sum}, up, down);
        }

        FloatSample next() throws CorruptDataException {
            long timestamp = at.tick();
            double count = total.read(at.in);
            double zeroCount = zero.read(at.in);
            double sum = at.sum.read(at.in);
            boolean stale = StaleMarker.is(sum);
            double[] up = stale ? NO_COUNTS : column(positive);
            double[] down = stale ? NO_COUNTS : column(negative);
            return sample(timestamp, false, new double[] {count, zeroCount, sum}, up, down);
        }

        private double[] column(XorWindow[] windows) throws CorruptDataException {
            double[] counts = new double[windows.length];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = windows[i].read(at.in);
            }
            return counts;
        }

        private FloatSample sample(
                long timestamp, boolean first, double[] totals, double[] up, double[] down) {
            Layout layout = at.layout;
            boolean stale = StaleMarker.is(totals[2]);
            return new FloatSample(
                    timestamp,
                    new FloatHistogram(
                            at.hint(first),
                            stale ? 0 : layout.schema(),
                            stale ? 0 : layout.zeroThreshold(),
                            stale ? 0 : totals[1],
                            stale ? 0 : totals[0],
                            totals[2],
                            stale ? Spans.NONE : layout.positive(),
                            stale ? NO_COUNTS : up,
                            stale ? Spans.NONE : layout.negative(),
                            stale ? NO_COUNTS : down,
                            stale ? NO_COUNTS : layout.customValues()));
        }
    }
}

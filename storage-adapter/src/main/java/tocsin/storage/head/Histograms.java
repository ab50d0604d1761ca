package tocsin.storage.head;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.promql.value.StaleMarker;
import tocsin.storage.chunk.Fit;
import tocsin.storage.chunk.IntHistogram;
import tocsin.storage.chunk.OpenChunk;
import tocsin.storage.chunk.OpenFloatHistogram;
import tocsin.storage.chunk.OpenHistogram;
import tocsin.storage.chunk.ResetHeader;
import tocsin.storage.codec.CorruptDataException;

import java.util.Arrays;

/// What the head asks of histograms.
final class Histograms {
    /// The end of a series of integer histograms.
    static final IntHistogram STALE_INTEGERS =
            new IntHistogram(
                    CounterResetHint.UNKNOWN,
                    0,
                    0,
                    0,
                    0,
                    StaleMarker.VALUE,
                    Spans.NONE,
                    new long[0],
                    Spans.NONE,
                    new long[0],
                    new double[0]);

    /// The end of a series of float histograms.
    static final FloatHistogram STALE_FLOATS = STALE_INTEGERS.toFloat();

    private Histograms() {}

    static ResetHeader header(CounterResetHint hint) {
        return switch (hint) {
            case GAUGE -> ResetHeader.GAUGE;
            case COUNTER_RESET -> ResetHeader.RESET;
            case UNKNOWN, NOT_COUNTER_RESET -> ResetHeader.UNKNOWN;
        };
    }

    /// The head of a chunk that follows another.
    static ResetHeader header(CounterResetHint hint, Fit fit) {
        if (hint == CounterResetHint.GAUGE) {
            return ResetHeader.GAUGE;
        }
        return switch (fit) {
            case FITS, WIDENS -> ResetHeader.NOT_RESET;
            case RESET -> ResetHeader.RESET;
            case OTHER -> ResetHeader.UNKNOWN;
        };
    }

    /// A chunk with room for the buckets of the next histogram too.
    static OpenHistogram widened(OpenHistogram end, IntHistogram next) {
        try {
            return end.widened(next);
        } catch (CorruptDataException e) {
            throw new IllegalStateException("a chunk in memory does not decode", e);
        }
    }

    /// A chunk with room for the buckets of the next histogram too.
    static OpenFloatHistogram widened(OpenFloatHistogram end, FloatHistogram next) {
        try {
            return end.widened(next);
        } catch (CorruptDataException e) {
            throw new IllegalStateException("a chunk in memory does not decode", e);
        }
    }

    /// Whether two say the same, whatever layout they say it in.
    static boolean same(IntHistogram held, IntHistogram next) {
        return same(held.toFloat(), next.toFloat());
    }

    static boolean same(FloatHistogram held, FloatHistogram next) {
        return held.schema() == next.schema()
                && sameBits(held.zeroThreshold(), next.zeroThreshold())
                && sameBits(held.zeroCount(), next.zeroCount())
                && sameBits(held.count(), next.count())
                && sameBits(held.sum(), next.sum())
                && Arrays.equals(held.customValues(), next.customValues())
                && Arrays.equals(full(held.positiveBuckets()), full(next.positiveBuckets()))
                && Arrays.equals(full(held.negativeBuckets()), full(next.negativeBuckets()));
    }

    /// The buckets that hold something: a wider layout holds more that do not.
    private static double[] full(double[] counts) {
        return Arrays.stream(counts).filter(count -> count != 0).toArray();
    }

    private static boolean sameBits(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    /// The chunk that took a histogram: the one given, a wider one in its place, or a new one in
    /// which it is the first.
    static OpenChunk grown(
            @Nullable OpenChunk open, long timestamp, IntHistogram next, long endsAt) {
        ResetHeader header = header(next.counterResetHint());
        if (open instanceof OpenHistogram end) {
            Fit fit = end.fit(next);
            if ((fit == Fit.FITS || fit == Fit.WIDENS)
                    && !ChunkRules.isFull(end, timestamp, endsAt)) {
                OpenHistogram into = fit == Fit.FITS ? end : widened(end, next);
                into.append(timestamp, next);
                return into;
            }
            header = header(next.counterResetHint(), fit);
        }
        return new OpenHistogram(header, timestamp, next);
    }

    /// The chunk that took a histogram: the one given, a wider one in its place, or a new one in
    /// which it is the first.
    static OpenChunk grown(
            @Nullable OpenChunk open, long timestamp, FloatHistogram next, long endsAt) {
        ResetHeader header = header(next.counterResetHint());
        if (open instanceof OpenFloatHistogram end) {
            Fit fit = end.fit(next);
            if ((fit == Fit.FITS || fit == Fit.WIDENS)
                    && !ChunkRules.isFull(end, timestamp, endsAt)) {
                OpenFloatHistogram into = fit == Fit.FITS ? end : widened(end, next);
                into.append(timestamp, next);
                return into;
            }
            header = header(next.counterResetHint(), fit);
        }
        return new OpenFloatHistogram(header, timestamp, next);
    }
}

package tocsin.storage.chunk;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.chunk.HistogramChunk.IntSample;
import tocsin.storage.codec.CorruptDataException;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/// Writes samples into chunks anew: what overlapped, came late, or was deleted in part.
public final class Recode {
    private static final int MOST_SAMPLES = 120;
    private static final int HISTOGRAM_BYTES = 1024;

    private Recode() {}

    /// The chunks of samples that stand in order of time.
    public static List<Chunk> chunks(SampleBuffer samples) {
        var chunks = new ArrayList<Chunk>();
        OpenChunk open = null;
        for (int i = 0; i < samples.size(); i++) {
            FloatHistogram histogram = samples.histogram(i);
            OpenChunk next =
                    histogram == null
                            ? add(open, samples.timestamp(i), samples.value(i))
                            : add(open, samples.timestamp(i), histogram);
            if (open != null && next.minTime() > open.maxTime()) {
                chunks.add(open.seal());
            }
            open = next;
        }
        if (open != null) {
            chunks.add(open.seal());
        }
        return chunks;
    }

    /// A chunk without some of its samples, in its own form: histograms with integer counts stay
    /// such.
    ///
    /// @param kept says of a time whether its sample stays
    public static List<Chunk> keeping(Chunk chunk, LongPredicate kept) throws CorruptDataException {
        return switch (chunk.encoding()) {
            case XOR -> {
                var all = new SampleBuffer();
                chunk.read(Long.MIN_VALUE, Long.MAX_VALUE, all);
                var left = new SampleBuffer();
                Merging.keep(all, kept, left);
                yield chunks(left);
            }
            case HISTOGRAM -> integers(HistogramChunk.integers(chunk), kept);
            case FLOAT_HISTOGRAM -> {
                var left = new SampleBuffer();
                for (var sample : HistogramChunk.floats(chunk)) {
                    if (kept.test(sample.timestamp())) {
                        left.add(sample.timestamp(), sample.histogram());
                    }
                }
                yield chunks(left);
            }
        };
    }

    private static List<Chunk> integers(List<IntSample> samples, LongPredicate kept) {
        var chunks = new ArrayList<Chunk>();
        OpenHistogram open = null;
        for (IntSample sample : samples) {
            if (!kept.test(sample.timestamp())) {
                continue;
            }
            IntHistogram histogram = sample.histogram();
            if (open != null && open.fit(histogram) == Fit.FITS) {
                open.append(sample.timestamp(), histogram);
                continue;
            }
            if (open != null) {
                chunks.add(open.seal());
            }
            boolean gauge = histogram.counterResetHint() == CounterResetHint.GAUGE;
            ResetHeader header = gauge ? ResetHeader.GAUGE : ResetHeader.UNKNOWN;
            open = new OpenHistogram(header, sample.timestamp(), histogram);
        }
        if (open != null) {
            chunks.add(open.seal());
        }
        return chunks;
    }

    private static OpenChunk add(@Nullable OpenChunk open, long timestamp, double value) {
        OpenXor into =
                open instanceof OpenXor xor && xor.count() < MOST_SAMPLES ? xor : new OpenXor();
        into.append(timestamp, Double.doubleToRawLongBits(value));
        return into;
    }

    private static OpenChunk add(
            @Nullable OpenChunk open, long timestamp, FloatHistogram histogram) {
        if (open instanceof OpenFloatHistogram end
                && end.bytes() < HISTOGRAM_BYTES
                && end.fit(histogram) == Fit.FITS) {
            end.append(timestamp, histogram);
            return end;
        }
        ResetHeader header =
                histogram.counterResetHint() == CounterResetHint.GAUGE
                        ? ResetHeader.GAUGE
                        : ResetHeader.UNKNOWN;
        return new OpenFloatHistogram(header, timestamp, histogram);
    }
}

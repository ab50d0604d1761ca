package tocsin.storage.chunk;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.SampleBuffer;

import java.util.ArrayList;
import java.util.List;

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
                histogram.counterResetHint() == FloatHistogram.CounterResetHint.GAUGE
                        ? ResetHeader.GAUGE
                        : ResetHeader.UNKNOWN;
        return new OpenFloatHistogram(header, timestamp, histogram);
    }
}

package tocsin.storage.head;

import tocsin.storage.chunk.OpenChunk;
import tocsin.storage.chunk.OpenFloatHistogram;
import tocsin.storage.chunk.OpenHistogram;
import tocsin.storage.chunk.OpenXor;

/// Where chunks of the head end, as upstream ends them.
final class ChunkRules {
    private static final int PREDICT_AT = 30;
    private static final int MOST_SAMPLES = 240;
    private static final int MOST_BYTES = 1024 - 19;
    private static final int HISTOGRAM_BYTES = 1024;
    private static final int LEAST_HISTOGRAMS = 10;

    private ChunkRules() {}

    /// Whether another sample goes into a chunk of its own.
    ///
    /// @param endsAt where this one ends at the latest
    static boolean isFull(OpenChunk chunk, long timestamp, long endsAt) {
        return timestamp >= endsAt
                || switch (chunk) {
                    case OpenXor xor -> xor.count() >= MOST_SAMPLES || xor.bytes() > MOST_BYTES;
                    case OpenHistogram _, OpenFloatHistogram _ ->
                            chunk.bytes() >= HISTOGRAM_BYTES && chunk.count() >= LEAST_HISTOGRAMS;
                };
    }

    /// Where a chunk ends: decided anew once it is a quarter full.
    static long end(OpenXor chunk, long endsAt) {
        return chunk.count() == PREDICT_AT
                ? predicted(chunk.minTime(), chunk.maxTime(), endsAt)
                : endsAt;
    }

    /// Where to end a chunk that is a quarter full, so that the chunks up to `end` are alike.
    static long predicted(long start, long current, long end) {
        long chunks = (end - start) / ((current - start + 1) * 4);
        return chunks <= 1 ? end : start + (end - start) / chunks;
    }
}

package tocsin.storage.head;

import tocsin.storage.chunk.Chunk;
import tocsin.storage.chunk.Recode;
import tocsin.storage.codec.CorruptDataException;

import java.util.ArrayList;
import java.util.List;

/// A range of times whose samples are deleted, both ends included. The head forgets them at once,
/// so that a sample that comes later for one of these times is taken like any other.
public record Deletion(long from, long to) {
    boolean isEmpty() {
        return from > to;
    }

    boolean holds(long timestamp) {
        return timestamp >= from && timestamp <= to;
    }

    boolean touches(long minTime, long maxTime) {
        return minTime <= to && maxTime >= from;
    }

    /// What of it a series has samples around.
    Deletion within(SeriesContents contents) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Chunk chunk : contents.chunks()) {
            first = Math.min(first, chunk.minTime());
            last = Math.max(last, chunk.maxTime());
        }
        LateSamples late = contents.late();
        if (late != null && late.size() > 0) {
            first = Math.min(first, late.timestamp(0));
            last = Math.max(last, late.timestamp(late.size() - 1));
        }
        return new Deletion(Math.max(from, first), Math.min(to, last));
    }

    /// Chunks without these times.
    Chunk[] from(List<Chunk> chunks) {
        var left = new ArrayList<Chunk>(chunks.size());
        try {
            for (Chunk chunk : chunks) {
                if (touches(chunk.minTime(), chunk.maxTime())) {
                    left.addAll(Recode.keeping(chunk, at -> !holds(at)));
                } else {
                    left.add(chunk);
                }
            }
        } catch (CorruptDataException e) {
            throw new IllegalStateException("a chunk in memory does not decode", e);
        }
        return left.toArray(Chunk[]::new);
    }
}

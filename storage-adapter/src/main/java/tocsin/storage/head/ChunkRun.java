package tocsin.storage.head;

import tocsin.storage.chunk.Chunk;

import java.util.Arrays;
import java.util.List;

/// Sealed chunks of a series in order of time, in arrays: a list object more for each of a million
/// series would be felt.
final class ChunkRun {
    private ChunkRun() {}

    static Chunk[] with(Chunk[] run, Chunk next) {
        Chunk[] longer = Arrays.copyOf(run, run.length + 1);
        longer[run.length] = next;
        return longer;
    }

    /// Puts a chunk in the place of another, if that is still there.
    static void replace(Chunk[] run, Chunk was, Chunk by) {
        for (int i = run.length - 1; i >= 0; i--) {
            if (run[i] == was) {
                run[i] = by;
                return;
            }
        }
    }

    static void overlapping(Chunk[] run, long fromExclusive, long toInclusive, List<Chunk> into) {
        for (Chunk chunk : run) {
            if (chunk.overlaps(fromExclusive, toInclusive)) {
                into.add(chunk);
            }
        }
    }

    /// Those that do not end before a time.
    static Chunk[] from(Chunk[] run, long timestamp) {
        int first = 0;
        while (first < run.length && run[first].maxTime() < timestamp) {
            first++;
        }
        return first == 0 ? run : Arrays.copyOfRange(run, first, run.length);
    }
}

package tocsin.storage.block;

import tocsin.labels.Labels;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.block.IndexWriter.ChunkPlace;
import tocsin.storage.chunk.Chunk;
import tocsin.storage.codec.CorruptDataException;

import java.util.ArrayList;
import java.util.List;

/// A series of a block.
public final class BlockSeries implements Series {
    private final Labels labels;
    private final Block block;
    private final List<ChunkPlace> chunks;
    private final List<Tombstones.Stretch> deleted;

    BlockSeries(
            Labels labels, Block block, List<ChunkPlace> chunks, List<Tombstones.Stretch> deleted) {
        this.labels = labels;
        this.block = block;
        this.chunks = chunks;
        this.deleted = deleted;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public void read(long fromExclusive, long toInclusive, SampleBuffer into)
            throws SourceException {
        var all = deleted.isEmpty() ? into : new SampleBuffer();
        try {
            for (ChunkPlace place : chunks) {
                if (place.maxTime() > fromExclusive && place.minTime() <= toInclusive) {
                    block.chunk(place).read(fromExclusive, toInclusive, all);
                }
            }
        } catch (CorruptDataException e) {
            throw new SourceException("a chunk of " + labels + ": " + e.getMessage(), e);
        }
        if (!deleted.isEmpty()) {
            Tombstones.filter(all, deleted, into);
        }
    }

    boolean hasDeletions() {
        return !deleted.isEmpty();
    }

    /// The chunks themselves, in order of time.
    List<Chunk> chunks() throws CorruptDataException {
        var all = new ArrayList<Chunk>(chunks.size());
        for (ChunkPlace place : chunks) {
            all.add(block.chunk(place));
        }
        return all;
    }
}

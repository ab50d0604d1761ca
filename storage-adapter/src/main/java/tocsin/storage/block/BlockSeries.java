package tocsin.storage.block;

import tocsin.labels.Labels;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.block.IndexWriter.ChunkPlace;
import tocsin.storage.block.Tombstones.Stretch;
import tocsin.storage.chunk.Chunk;
import tocsin.storage.chunk.ChunkedSeries;
import tocsin.storage.chunk.Recode;
import tocsin.storage.codec.CorruptDataException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A series of a block.
public final class BlockSeries implements Series, ChunkedSeries {
    private final Labels labels;
    private final Block block;
    private final List<ChunkPlace> chunks;
    private final long id;

    BlockSeries(Labels labels, Block block, List<ChunkPlace> chunks, long id) {
        this.labels = labels;
        this.block = block;
        this.chunks = chunks;
        this.id = id;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    long id() {
        return id;
    }

    @Override
    public void read(long fromExclusive, long toInclusive, SampleBuffer into)
            throws SourceException {
        List<Stretch> deleted = block.deleted(id);
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

    /// What of a range, both ends included, it has samples in.
    Optional<Stretch> stretch(long from, long to) {
        if (chunks.isEmpty()) {
            return Optional.empty();
        }
        long first = Math.max(from, chunks.getFirst().minTime());
        long last = Math.min(to, chunks.getLast().maxTime());
        return first <= last ? Optional.of(new Stretch(first, last)) : Optional.empty();
    }

    /// The chunks themselves, in order of time, written anew where something was deleted from them.
    @Override
    public List<Chunk> chunks(long fromExclusive, long toInclusive) throws CorruptDataException {
        List<Stretch> deleted = block.deleted(id);
        var all = new ArrayList<Chunk>(chunks.size());
        for (ChunkPlace place : chunks) {
            if (place.maxTime() <= fromExclusive || place.minTime() > toInclusive) {
                continue;
            }
            Chunk chunk = block.chunk(place);
            boolean touched =
                    deleted.stream().anyMatch(each -> chunk.overlaps(each.from() - 1, each.to()));
            if (touched) {
                all.addAll(Recode.keeping(chunk, at -> Tombstones.isKept(at, deleted)));
            } else {
                all.add(chunk);
            }
        }
        return all;
    }
}

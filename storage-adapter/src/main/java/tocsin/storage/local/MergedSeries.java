package tocsin.storage.local;

import tocsin.labels.Labels;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.chunk.Chunk;
import tocsin.storage.chunk.ChunkedSeries;
import tocsin.storage.chunk.Merging;
import tocsin.storage.codec.CorruptDataException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One series whose samples stand in several places: blocks, the oldest first, and the head.
final class MergedSeries implements Series, ChunkedSeries {
    private final Labels labels;
    private volatile List<Series> parts = List.of();

    MergedSeries(Labels labels) {
        this.labels = labels;
    }

    void parts(List<Series> of) {
        parts = of;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public void read(long fromExclusive, long toInclusive, SampleBuffer into)
            throws SourceException {
        List<Series> all = parts;
        if (all.size() == 1) {
            all.getFirst().read(fromExclusive, toInclusive, into);
            return;
        }
        var merged = new SampleBuffer();
        for (Series part : all) {
            var own = new SampleBuffer();
            part.read(fromExclusive, toInclusive, own);
            if (own.size() > 0) {
                var both = new SampleBuffer();
                Merging.merge(merged, own, both);
                merged = both;
            }
        }
        for (int i = 0; i < merged.size(); i++) {
            Merging.copy(merged, i, into);
        }
    }

    @Override
    public List<Chunk> chunks(long fromExclusive, long toInclusive) throws CorruptDataException {
        var chunks = new ArrayList<Chunk>();
        for (Series part : parts) {
            if (part instanceof ChunkedSeries chunked) {
                chunks.addAll(chunked.chunks(fromExclusive, toInclusive));
            }
        }
        chunks.sort(Comparator.comparingLong(Chunk::minTime));
        return chunks;
    }

    @Override
    public void last(long fromExclusive, long toInclusive, SampleBuffer into)
            throws SourceException {
        var best = new SampleBuffer();
        for (Series part : parts.reversed()) {
            var own = new SampleBuffer();
            long after = best.size() == 0 ? fromExclusive : best.timestamp(0);
            part.last(after, toInclusive, own);
            best = own.size() > 0 ? own : best;
        }
        if (best.size() > 0) {
            Merging.copy(best, 0, into);
        }
    }
}

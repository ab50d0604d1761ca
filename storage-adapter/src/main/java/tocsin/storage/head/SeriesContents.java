package tocsin.storage.head;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.chunk.Chunk;
import tocsin.storage.chunk.Merging;
import tocsin.storage.chunk.Recode;
import tocsin.storage.codec.CorruptDataException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a series of the head holds at one moment.
///
/// @param chunks in order of time
record SeriesContents(List<Chunk> chunks, @Nullable LateSamples late) {

    void read(Labels labels, long fromExclusive, long toInclusive, SampleBuffer into)
            throws SourceException {
        try {
            if (late == null) {
                inOrder(fromExclusive, toInclusive, into);
                return;
            }
            var inOrder = new SampleBuffer();
            inOrder(fromExclusive, toInclusive, inOrder);
            var lately = new SampleBuffer();
            late.read(fromExclusive, toInclusive, lately);
            Merging.merge(inOrder, lately, into);
        } catch (CorruptDataException e) {
            throw new SourceException("a chunk of " + labels + " does not decode", e);
        }
    }

    /// The chunks of the samples in `[from, to)`: as they are where nothing came late.
    List<Chunk> between(Labels labels, long from, long to) throws SourceException {
        var within = new ArrayList<Chunk>();
        boolean plain = late == null || late.before(to).from(from) == null;
        for (Chunk chunk : chunks) {
            if (chunk.overlaps(from - 1, to - 1)) {
                within.add(chunk);
                plain &= chunk.minTime() >= from && chunk.maxTime() < to;
            }
        }
        if (plain) {
            return within;
        }
        var all = new SampleBuffer();
        read(labels, from - 1, to - 1, all);
        return Recode.chunks(all);
    }

    /// The chunks in a range as they are, and what came late in chunks of its own.
    List<Chunk> within(long fromExclusive, long toInclusive) {
        var within = new ArrayList<Chunk>();
        for (Chunk chunk : chunks) {
            if (chunk.overlaps(fromExclusive, toInclusive)) {
                within.add(chunk);
            }
        }
        if (late != null) {
            var lately = new SampleBuffer();
            late.read(fromExclusive, toInclusive, lately);
            within.addAll(Recode.chunks(lately));
            within.sort(Comparator.comparingLong(Chunk::minTime));
        }
        return within;
    }

    /// The same without the samples of a range.
    SeriesContents without(Deletion deleted) {
        return new SeriesContents(
                List.of(deleted.from(chunks)), late == null ? null : late.without(deleted));
    }

    /// Whether a float stands at a time.
    boolean holds(long timestamp, long bits) {
        var there = new SampleBuffer();
        try {
            read(Labels.EMPTY, timestamp - 1, timestamp, there);
        } catch (SourceException e) {
            return false;
        }
        return there.size() == 1
                && there.histogram(0) == null
                && Double.doubleToRawLongBits(there.value(0)) == bits;
    }

    private void inOrder(long fromExclusive, long toInclusive, SampleBuffer into)
            throws CorruptDataException {
        for (Chunk chunk : chunks) {
            if (chunk.overlaps(fromExclusive, toInclusive)) {
                chunk.read(fromExclusive, toInclusive, into);
            }
        }
    }

    void last(Labels labels, long fromExclusive, long toInclusive, SampleBuffer into)
            throws SourceException {
        var all = new SampleBuffer();
        if (late != null) {
            read(labels, fromExclusive, toInclusive, all);
        }
        try {
            for (int i = chunks.size() - 1; i >= 0 && all.size() == 0; i--) {
                Chunk chunk = chunks.get(i);
                if (chunk.maxTime() <= fromExclusive) {
                    break;
                }
                if (chunk.minTime() <= toInclusive) {
                    chunk.read(fromExclusive, toInclusive, all);
                }
            }
        } catch (CorruptDataException e) {
            throw new SourceException("a chunk of " + labels + " does not decode", e);
        }
        if (all.size() > 0) {
            Merging.copy(all, all.size() - 1, into);
        }
    }
}

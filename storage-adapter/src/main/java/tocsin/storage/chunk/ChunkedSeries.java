package tocsin.storage.chunk;

import tocsin.labels.Labels;
import tocsin.storage.codec.CorruptDataException;

import java.util.List;

/// A series whose chunks can be had as they are, for those who pass them on.
public interface ChunkedSeries {
    /// Its labels.
    Labels labels();

    /// The chunks that may hold samples in `(fromExclusive, toInclusive]`, whole, in order of their
    /// first sample. They overlap where samples stand in several places.
    List<Chunk> chunks(long fromExclusive, long toInclusive) throws CorruptDataException;
}

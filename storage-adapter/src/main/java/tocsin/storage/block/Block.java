package tocsin.storage.block;

import org.roaringbitmap.IntIterator;

import tocsin.promql.source.Patience;
import tocsin.storage.block.IndexWriter.ChunkPlace;
import tocsin.storage.chunk.Chunk;
import tocsin.storage.chunk.Encoding;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.match.Search;
import tocsin.storage.match.ValueTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/// A block open for reading. Nothing is to be closed: its files are mapped, and let go with it.
public final class Block {
    private static final long LARGEST_CHUNK = 64 << 20;

    /// What reading a series of the index is worth, in samples read.
    private static final long SERIES = 200;

    private final Path folder;
    private volatile BlockMeta meta;
    private final BlockIndex index;
    private volatile Tombstones tombstones;
    private final List<Mapped> chunkFiles = new ArrayList<>();
    private final long bytes;

    private Block(Path folder) throws IOException {
        this.folder = folder;
        this.meta = BlockMeta.read(folder);
        this.index = new BlockIndex(folder);
        this.tombstones = Tombstones.read(folder);
        Path chunks = folder.resolve("chunks");
        for (int number = 1; Files.exists(ChunkFiles.file(chunks, number)); number++) {
            var mapped = new Mapped(ChunkFiles.file(chunks, number));
            if (mapped.u32(0) != ChunkFiles.MAGIC) {
                throw mapped.wrong("no file of chunks");
            }
            chunkFiles.add(mapped);
        }
        this.bytes = BlockFolders.size(folder);
    }

    /// Opens the block of a folder.
    ///
    /// @throws IOException when it is not one, or not whole
    public static Block open(Path folder) throws IOException {
        return new Block(folder);
    }

    /// What it says of itself.
    public BlockMeta meta() {
        return meta;
    }

    /// Where it stands.
    public Path folder() {
        return folder;
    }

    /// The bytes of its files.
    public long bytes() {
        return bytes;
    }

    List<Tombstones.Stretch> deleted(long series) {
        return tombstones.of(series);
    }

    /// Deletes the samples of a range, both ends included, of the series that pass all tests. Safe
    /// when this returns. One thread at a time.
    ///
    /// @return of how many series something was deleted
    public int delete(List<ValueTest> tests, long from, long to) throws IOException {
        var stretches = new HashMap<Long, Tombstones.Stretch>();
        for (BlockSeries series : find(tests, Patience.ENDLESS)) {
            series.stretch(from, to).ifPresent(found -> stretches.put(series.id(), found));
        }
        if (!stretches.isEmpty()) {
            Tombstones more = tombstones.with(stretches);
            more.write(folder);
            tombstones = more;
            BlockMeta counted = meta.withTombstones(more.count());
            counted.write(folder);
            meta = counted;
        }
        return stretches.size();
    }

    /// Whether something was deleted that is still there.
    public boolean hasTombstones() {
        return tombstones.count() > 0;
    }

    Chunk chunk(ChunkPlace place) throws CorruptDataException {
        int number = (int) (place.ref() >>> 32);
        if (number < 0 || number >= chunkFiles.size()) {
            throw new CorruptDataException(folder + ": no file of chunks " + (number + 1));
        }
        Mapped file = chunkFiles.get(number);
        Mapped.Cursor cursor = file.at(place.ref() & 0xffffffffL);
        long length = cursor.uvarint();
        if (length > LARGEST_CHUNK) {
            throw file.wrong("a chunk of " + length + " bytes");
        }
        byte[] content = file.copy(cursor.position(), 1 + length);
        if (file.u32(cursor.position() + 1 + length) != ByteOut.crc(content, 0, content.length)) {
            throw file.wrong("the checksum of the chunk at " + place.ref() + " does not match");
        }
        byte[] data = new byte[(int) length];
        System.arraycopy(content, 1, data, 0, data.length);
        return Chunk.of(Encoding.of(content[0]), place.minTime(), place.maxTime(), data);
    }

    /// The series that pass all tests, in order of labels.
    public List<BlockSeries> find(List<ValueTest> tests, Patience patience)
            throws CorruptDataException {
        try {
            var ids = Search.matching(index, tests, patience);
            var found = new ArrayList<BlockSeries>(ids.getCardinality());
            for (IntIterator each = ids.getIntIterator(); each.hasNext(); ) {
                patience.spend(SERIES);
                found.add(index.series(each.next(), this));
            }
            return found;
        } catch (UncheckedIOException e) {
            throw new CorruptDataException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Reads all series one by one, in order of labels.
    Iteration iteration() {
        return new Iteration();
    }

    /// One pass over the series.
    final class Iteration {
        private final IntIterator ids = index.all().getIntIterator();

        boolean hasNext() {
            return ids.hasNext();
        }

        BlockSeries next() throws CorruptDataException {
            return index.series(ids.next(), Block.this);
        }
    }

    /// The names of all labels.
    public Collection<String> labelNames() {
        return index.labelNames();
    }

    /// The values of a label.
    public Collection<String> labelValues(String name) throws CorruptDataException {
        return index.labelValues(name);
    }
}

package tocsin.storage.block;

import tocsin.labels.Labels;
import tocsin.storage.block.IndexWriter.ChunkPlace;
import tocsin.storage.chunk.Chunk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Writes a block beside its place, and moves it there when it is whole. Whatever is left of a
/// process that died meanwhile is removed at the next start.
public final class BlockWriter implements AutoCloseable {
    /// The end of the names of folders that are being written.
    public static final String DRAFT = ".tmp-for-creation";

    private final Path folder;
    private final Path draft;
    private final Path place;
    private final String ulid;
    private final ChunkFiles chunks;
    private final IndexWriter index;
    private long samples;
    private long series;
    private long chunkCount;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;

    /// Begins a block.
    ///
    /// @param folder where blocks stand
    /// @param sortedSymbols all strings of all labels, sorted by bytes
    public BlockWriter(Path folder, String ulid, Collection<String> sortedSymbols)
            throws IOException {
        this.folder = folder;
        this.ulid = ulid;
        this.place = folder.resolve(ulid);
        this.draft = folder.resolve(ulid + DRAFT);
        BlockFolders.remove(draft);
        Files.createDirectories(draft);
        this.chunks = new ChunkFiles(draft);
        this.index = new IndexWriter(draft, sortedSymbols);
    }

    /// The block of a name, when an earlier attempt put it in its place and failed only after that.
    /// A folder in its place is whole; what may have failed is to make its name survive.
    ///
    /// @throws IOException when that fails again
    public static Optional<Path> placed(Path folder, String ulid) throws IOException {
        Path place = folder.resolve(ulid);
        if (!Files.exists(place)) {
            return Optional.empty();
        }
        BlockFolders.sync(folder);
        return Optional.of(place);
    }

    /// Adds a series with chunks in order of time; series come in order of labels.
    public void add(Labels labels, List<Chunk> of) throws IOException {
        if (of.isEmpty()) {
            return;
        }
        var places = new ArrayList<ChunkPlace>(of.size());
        for (Chunk chunk : of) {
            places.add(new ChunkPlace(chunk.minTime(), chunk.maxTime(), chunks.add(chunk)));
            samples += chunk.count();
            minTime = Math.min(minTime, chunk.minTime());
            maxTime = Math.max(maxTime, chunk.maxTime());
        }
        chunkCount += of.size();
        series++;
        index.series(labels, places);
    }

    /// Whether nothing was added.
    public boolean isEmpty() {
        return series == 0;
    }

    /// Ends the block and puts it in its place.
    ///
    /// @param from the times it stands for, which may be more than it has samples of
    /// @return its folder
    public Path finish(long from, long to, BlockMeta.Origin origin) throws IOException {
        chunks.finish();
        index.finish();
        var stats = new BlockMeta.Stats(samples, series, chunkCount, 0);
        List<String> sources = origin.sources().isEmpty() ? List.of(ulid) : origin.sources();
        var meta =
                new BlockMeta(
                        ulid,
                        Math.min(from, minTime),
                        Math.max(to, maxTime + 1),
                        stats,
                        new BlockMeta.Origin(origin.level(), sources, origin.parents()));
        Tombstones.NONE.write(draft);
        meta.write(draft);
        close();
        BlockFolders.sync(draft);
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
        BlockFolders.sync(folder);
        return place;
    }

    @Override
    public void close() throws IOException {
        chunks.close();
        index.close();
    }

    /// Forgets what was begun.
    public void discard() throws IOException {
        close();
        BlockFolders.remove(draft);
    }
}

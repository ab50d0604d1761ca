package tocsin.storage.head;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.storage.chunk.Chunk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Chunks in files that are written to and read through a map: they are most of what a head holds,
/// and here they are neither the garbage collector's to move nor resident unless they are read.
///
/// The files have no names: they end with the process, and the log makes them anew. Where the disk
/// takes nothing, chunks stay in memory until it does.
public final class MappedChunks implements SealedChunks {
    private static final Logger LOG = LoggerFactory.getLogger(MappedChunks.class);
    private static final int FILE_BYTES = 32 << 20;

    private final Path folder;
    private final int fileBytes;
    private final Counter mapped;
    private final Counter unmapped;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Region> full = new ArrayList<>();
    private List<Region> retiring = new ArrayList<>();
    private List<Region> retired = new ArrayList<>();
    private @Nullable Region current;
    private int number;
    private boolean refused;

    /// One file.
    private static final class Region {
        final Arena arena = Arena.ofShared();
        final FileChannel channel;
        final MemorySegment bytes;
        int used;
        long maxTime = Long.MIN_VALUE;

        Region(FileChannel channel, int size) throws IOException {
            this.channel = channel;
            // Its full length at once, so that it is mapped once: room is taken as it is written.
            channel.write(ByteBuffer.allocate(1), size - 1);
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
        }

        void close() throws IOException {
            arena.close();
            channel.close();
        }
    }

    private record Place(Region region, int at, int size) {}

    private MappedChunks(Path folder, int fileBytes, PrometheusRegistry registry) {
        this.folder = folder;
        this.fileBytes = fileBytes;
        mapped =
                Counter.builder()
                        .name("prometheus_tsdb_mmap_chunks_total")
                        .help("Chunks of the head that were moved to files.")
                        .register(registry);
        unmapped =
                Counter.builder()
                        .name("tocsin_storage_unmapped_chunks_total")
                        .help("Chunks that stay in memory because the disk does not take them.")
                        .register(registry);
        GaugeWithCallback.builder()
                .name("tocsin_storage_mapped_chunks_bytes")
                .help("The chunks of the head that are in files.")
                .callback(callback -> callback.call((double) bytes()))
                .register(registry);
    }

    /// Begins in a folder of its own, in which nothing is kept.
    ///
    /// @throws IOException when the folder cannot be made or emptied
    public static MappedChunks open(Path folder, PrometheusRegistry registry) throws IOException {
        return open(folder, FILE_BYTES, registry);
    }

    static MappedChunks open(Path folder, int fileBytes, PrometheusRegistry registry)
            throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
        return new MappedChunks(folder, fileBytes, registry);
    }

    @Override
    public List<Chunk> keep(List<Chunk> sealed) {
        try {
            Place place = place(sealed);
            if (place == null) {
                unmapped.inc(sealed.size());
                return sealed;
            }
            List<Chunk> moved = write(sealed, place);
            mapped.inc(sealed.size());
            return moved;
        } catch (IOException e) {
            refuse(e, sealed.size());
            return sealed;
        }
    }

    private static List<Chunk> write(List<Chunk> sealed, Place place) throws IOException {
        var moved = new ArrayList<Chunk>(sealed.size());
        ByteBuffer left = ByteBuffer.allocate(place.size());
        for (Chunk chunk : sealed) {
            moved.add(chunk.in(place.region().bytes, place.at() + left.position()));
            left.put(chunk.data());
        }
        left.flip();
        while (left.hasRemaining()) {
            place.region().channel.write(left, place.at() + (long) left.position());
        }
        return moved;
    }

    private void refuse(IOException why, int chunks) {
        unmapped.inc(chunks);
        lock.lock();
        try {
            retire();
            if (!refused) {
                refused = true;
                LOG.atWarn()
                        .addKeyValue("folder", folder)
                        .addKeyValue("why", why)
                        .log("Chunks of the head stay in memory");
            }
        } finally {
            lock.unlock();
        }
    }

    /// Room for chunks, or none while the disk is known to take nothing.
    private @Nullable Place place(List<Chunk> chunks) throws IOException {
        long size = chunks.stream().mapToLong(Chunk::size).sum();
        lock.lock();
        try {
            if (refused || size > fileBytes) {
                return null;
            }
            Region region = current;
            if (region == null || size > fileBytes - region.used) {
                region = next();
            }
            int at = region.used;
            region.used += (int) size;
            for (Chunk chunk : chunks) {
                region.maxTime = Math.max(region.maxTime, chunk.maxTime());
            }
            return new Place(region, at, (int) size);
        } finally {
            lock.unlock();
        }
    }

    /// Writes no more to a file: it is full, of another time, or closed by the interrupt of a
    /// thread that wrote to it.
    private void retire() {
        if (current != null) {
            full.add(current);
            current = null;
        }
    }

    private Region next() throws IOException {
        retire();
        Path file = folder.resolve(String.valueOf(number++));
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE_NEW);
        try {
            Files.delete(file);
            Region region = new Region(channel, fileBytes);
            current = region;
            return region;
        } catch (IOException e) {
            channel.close();
            throw e;
        } catch (UnsupportedOperationException e) {
            channel.close();
            throw new IOException("files cannot be mapped there", e);
        }
    }

    @Override
    public void forgetBefore(long timestamp) {
        lock.lock();
        try {
            retire();
            for (Region region : full) {
                if (region.maxTime < timestamp) {
                    retiring.add(region);
                }
            }
            full.removeAll(retiring);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void release() {
        List<Region> over;
        lock.lock();
        try {
            refused = false;
            over = retired;
            retired = retiring;
            retiring = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        over.forEach(MappedChunks::close);
    }

    private static void close(Region region) {
        try {
            region.close();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("why", e).log("A file of chunks cannot be closed");
        }
    }

    /// The bytes of chunks that are in files.
    long bytes() {
        lock.lock();
        try {
            long bytes = current == null ? 0 : current.used;
            for (List<Region> regions : List.of(full, retiring, retired)) {
                bytes += regions.stream().mapToLong(region -> region.used).sum();
            }
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        forgetBefore(Long.MAX_VALUE);
        release();
        release();
    }
}

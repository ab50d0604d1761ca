package tocsin.storage.block;

import tocsin.storage.chunk.Chunk;
import tocsin.storage.codec.ByteOut;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The chunks of a block being written: files of at most 512 MiB.
final class ChunkFiles implements AutoCloseable {
    static final int MAGIC = 0x85BD40DD;
    static final int HEADER = 8;
    private static final long MOST = 512L << 20;

    private final Path folder;
    private final ByteOut record = new ByteOut(2048);
    private FileOut file;
    private int number;

    ChunkFiles(Path block) throws IOException {
        folder = Files.createDirectories(block.resolve("chunks"));
        file = next();
    }

    static Path file(Path folder, int number) {
        return folder.resolve(String.format(Locale.ROOT, "%06d", number));
    }

    private FileOut next() throws IOException {
        number++;
        var fresh = new FileOut(file(folder, number));
        fresh.write(record.clear().u32(MAGIC).u8(1).u8(0).u16(0));
        return fresh;
    }

    /// Writes a chunk, and says where it stands.
    long add(Chunk chunk) throws IOException {
        byte[] data = chunk.data();
        record.clear().uvarint(data.length);
        int from = record.size();
        record.u8(chunk.encoding().id()).raw(data).crcSince(from);
        if (file.position() + record.size() > MOST) {
            byte[] kept = record.toBytes();
            file.finish();
            file.close();
            file = next();
            record.clear().raw(kept);
        }
        long ref = (long) (number - 1) << 32 | file.position();
        file.write(record);
        return ref;
    }

    void finish() throws IOException {
        file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

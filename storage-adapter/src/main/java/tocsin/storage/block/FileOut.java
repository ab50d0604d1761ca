package tocsin.storage.block;

import tocsin.storage.codec.ByteOut;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file being written from front to back, through a buffer.
final class FileOut implements AutoCloseable {
    private static final int BUFFER = 1 << 20;

    private final FileChannel channel;
    private final ByteOut buffer = new ByteOut(BUFFER);
    private long flushed;

    FileOut(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    long position() {
        return flushed + buffer.size();
    }

    void write(ByteOut bytes) throws IOException {
        if (bytes.size() > BUFFER) {
            flush();
            drain(bytes);
            return;
        }
        buffer.raw(bytes.array(), 0, bytes.size());
        if (buffer.size() >= BUFFER) {
            flush();
        }
    }

    void align(int alignment) throws IOException {
        while (position() % alignment != 0) {
            buffer.u8(0);
        }
    }

    private void flush() throws IOException {
        drain(buffer);
        buffer.clear();
    }

    private void drain(ByteOut bytes) throws IOException {
        var from = ByteBuffer.wrap(bytes.array(), 0, bytes.size());
        while (from.hasRemaining()) {
            flushed += channel.write(from);
        }
    }

    /// Writes and syncs everything.
    void finish() throws IOException {
        flush();
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

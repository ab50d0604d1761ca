package tocsin.durable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// A stretch of a file in memory, moved along as it is read: a million records are not two million
/// system calls.
final class Window {
    private static final int SIZE = 1 << 20;

    private final FileChannel channel;
    private final long size;
    private final CRC32C crc = new CRC32C();

    /// Always on the heap, from the start of its array.
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    private long from;

    Window(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    /// The end of the record at a place, by the length it claims; 0 when that cannot be.
    long end(long at) throws IOException {
        if (at + Segment.HEADER > size) {
            return 0;
        }
        int length = bytes(at, Integer.BYTES).getInt();
        long end = at + Segment.HEADER + length;
        return length < 0 || length > Segment.LARGEST_RECORD || end > size ? 0 : end;
    }

    /// The record at a place, if there is a whole one.
    byte @Nullable [] record(long at) throws IOException {
        long end = end(at);
        if (end == 0) {
            return null;
        }
        int length = (int) (end - at) - Segment.HEADER;
        ByteBuffer whole = bytes(at, Segment.HEADER + length);
        byte[] array = whole.array();
        int start = whole.arrayOffset() + whole.position();
        crc.reset();
        crc.update(array, start, Integer.BYTES);
        crc.update(array, start + Segment.HEADER, length);
        if ((int) crc.getValue() != whole.getInt(whole.position() + Integer.BYTES)) {
            return null;
        }
        return Arrays.copyOfRange(array, start + Segment.HEADER, start + Segment.HEADER + length);
    }

    /// Bytes of the file, which has them.
    private ByteBuffer bytes(long at, int count) throws IOException {
        if (at < from || at + count > from + bytes.limit()) {
            int wanted = (int) Math.min(Math.max(SIZE, count), size - at);
            if (bytes.capacity() < wanted) {
                bytes = ByteBuffer.allocate(wanted);
            }
            bytes.clear().limit(wanted);
            fill(at);
            from = at;
        }
        return bytes.position((int) (at - from));
    }

    private void fill(long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, position);
            if (count < 0) {
                bytes.limit(0);
                throw new IOException("the file became shorter while it was read");
            }
            position += count;
        }
        bytes.flip();
    }
}

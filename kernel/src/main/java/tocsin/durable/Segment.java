package tocsin.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// One file of records: each is its length, the CRC-32C of length and content, and the content.
final class Segment {
    static final int HEADER = 8;
    static final int LARGEST_RECORD = 16 << 20;

    private Segment() {}

    /// What a file held.
    ///
    /// @param good how many bytes of it are whole records
    /// @param size of the file
    record Content(List<byte[]> records, long good, long size) {
        boolean isTorn() {
            return good < size;
        }
    }

    static void frame(byte[] record, ByteBuffer into) {
        into.putInt(record.length).putInt(checksum(record)).put(record);
    }

    private static int checksum(byte[] record) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(record.length).flip());
        crc.update(record);
        return (int) crc.getValue();
    }

    /// Reads the whole records of a file, up to the first that is not.
    static Content read(Path file) throws IOException {
        var records = new ArrayList<byte[]>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long good = 0;
            var header = ByteBuffer.allocate(HEADER);
            while (good + HEADER <= size) {
                fill(channel, header.clear(), good);
                int length = header.getInt(0);
                if (length < 0 || length > LARGEST_RECORD || good + HEADER + length > size) {
                    break;
                }
                byte[] record = new byte[length];
                fill(channel, ByteBuffer.wrap(record), good + HEADER);
                if (checksum(record) != header.getInt(Integer.BYTES)) {
                    break;
                }
                records.add(record);
                good += HEADER + length;
            }
            return new Content(records, good, size);
        }
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, long at) throws IOException {
        long position = at;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, position);
            if (count < 0) {
                throw new IOException("the file became shorter while it was read");
            }
            position += count;
        }
    }

    /// Copies what is not whole to a file beside it, and cuts it off.
    static Path setAside(Path file, Content content) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".torn");
        try (FileChannel from =
                        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel to =
                        FileChannel.open(
                                aside,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE)) {
            from.transferTo(content.good(), content.size() - content.good(), to);
            to.force(true);
            from.truncate(content.good());
            from.force(true);
        }
        return aside;
    }

    /// Makes names in a folder last.
    static void syncFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}

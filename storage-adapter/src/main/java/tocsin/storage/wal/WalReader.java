package tocsin.storage.wal;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;

import tocsin.storage.codec.ByteIn;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.codec.CorruptDataException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/// Reads one segment, page by page, and stops at the first thing that is not whole.
final class WalReader {
    private static final int LARGEST_UNPACKED = 256 << 20;

    private final FileChannel channel;
    private final ByteBuffer page = ByteBuffer.allocate(WalFormat.PAGE);
    private final SnappyJavaDecompressor snappy = new SnappyJavaDecompressor();
    private byte[] record = new byte[1 << 16];
    private byte[] unpacked = new byte[1 << 16];
    private long whole;

    private WalReader(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes records.
    @FunctionalInterface
    interface Taker {
        void take(ByteIn record) throws CorruptDataException;
    }

    /// What is wrong with a segment, and how much of it is whole.
    record Torn(long wholeBytes, String why) {}

    /// Reads a segment, and says what is wrong with it, if anything.
    static Optional<Torn> read(Path segment, Taker taker) throws IOException {
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
            var reader = new WalReader(channel);
            try {
                reader.pages(taker);
                return Optional.empty();
            } catch (CorruptDataException e) {
                return Optional.of(new Torn(reader.whole, String.valueOf(e.getMessage())));
            }
        }
    }

    private void pages(Taker taker) throws IOException {
        int held = 0;
        boolean open = false;
        while (nextPage()) {
            long pageStart = channel.position() - page.limit();
            while (page.remaining() > 0) {
                int type = page.get() & 0xff;
                if (type == WalFormat.PADDING) {
                    padding();
                    break;
                }
                int length = header(type);
                boolean nothingYet = held == 0;
                held = hold(held, length);
                int kind = type & WalFormat.TYPE_MASK;
                boolean begins = kind == WalFormat.FULL || kind == WalFormat.FIRST;
                // Logs written before this was mended begin twice where a page ended with a head.
                if (begins == open && !(begins && nothingYet)) {
                    throw new CorruptDataException(
                            "fragments out of order in page at " + pageStart);
                }
                open = kind == WalFormat.FIRST || kind == WalFormat.MIDDLE;
                if (!open) {
                    taker.take(unpack(type, held));
                    held = 0;
                    whole = pageStart + page.position();
                }
            }
        }
        if (open) {
            throw new CorruptDataException("the last record has no end");
        }
    }

    private boolean nextPage() throws IOException {
        page.clear();
        int got = 0;
        while (page.hasRemaining() && got >= 0) {
            got = channel.read(page);
        }
        page.flip();
        return page.hasRemaining();
    }

    private void padding() throws CorruptDataException {
        while (page.hasRemaining()) {
            if (page.get() != 0) {
                throw new CorruptDataException("something stands in the padding of a page");
            }
        }
    }

    /// Checks a fragment, and leaves the page at its first byte.
    private int header(int type) throws CorruptDataException {
        if (page.remaining() < WalFormat.HEADER - 1) {
            throw new CorruptDataException("a page ends inside the head of a record");
        }
        int length = page.getShort() & 0xffff;
        int crc = page.getInt();
        if (length > page.remaining()) {
            throw new CorruptDataException(
                    "a record of " + length + " bytes where " + page.remaining() + " are left");
        }
        if (crc != ByteOut.crc(page.array(), page.position(), length)) {
            throw new CorruptDataException("the checksum of a record does not match");
        }
        int kind = type & WalFormat.TYPE_MASK;
        boolean flags = (type & ~(WalFormat.TYPE_MASK | WalFormat.SNAPPY | WalFormat.ZSTD)) != 0;
        if (kind < WalFormat.FULL || kind > WalFormat.LAST || flags) {
            throw new CorruptDataException("a record fragment of type " + type);
        }
        return length;
    }

    private int hold(int held, int length) throws CorruptDataException {
        int size = held + length;
        if (size > WalFormat.LARGEST_RECORD) {
            throw new CorruptDataException("a record of more than 128 MiB");
        }
        if (size > record.length) {
            record = Arrays.copyOf(record, Math.max(size, 2 * record.length));
        }
        page.get(record, held, length);
        return size;
    }

    private ByteIn unpack(int type, int size) throws CorruptDataException {
        try {
            if ((type & WalFormat.SNAPPY) != 0) {
                int length = snappy.getUncompressedLength(record, 0);
                room(length);
                int got = snappy.decompress(record, 0, size, unpacked, 0, length);
                return new ByteIn(unpacked, 0, got);
            }
            if ((type & WalFormat.ZSTD) != 0) {
                var zstd = new ZstdJavaDecompressor();
                long length = zstd.getDecompressedSize(record, 0, size);
                room(length < 0 ? 8L * size : length);
                int got = zstd.decompress(record, 0, size, unpacked, 0, unpacked.length);
                return new ByteIn(unpacked, 0, got);
            }
            return new ByteIn(record, 0, size);
        } catch (MalformedInputException | IllegalArgumentException e) {
            throw new CorruptDataException("a record does not decompress", e);
        }
    }

    private void room(long length) throws CorruptDataException {
        if (length < 0 || length > LARGEST_UNPACKED) {
            throw new CorruptDataException("a record that claims " + length + " bytes");
        }
        if (length > unpacked.length) {
            unpacked =
                    new byte
                            [(int)
                                    Math.max(
                                            length,
                                            Math.min(LARGEST_UNPACKED, 2L * unpacked.length))];
        }
    }
}

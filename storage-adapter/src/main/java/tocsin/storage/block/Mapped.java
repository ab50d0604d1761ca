package tocsin.storage.block;

import tocsin.storage.codec.ByteOut;
import tocsin.storage.codec.CorruptDataException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file in memory as far as it is read. It stays readable after the file was removed, for as long
/// as anyone holds it.
final class Mapped {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Path file;
    private final MemorySegment bytes;

    Mapped(Path file) throws IOException {
        this.file = file;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        }
    }

    long size() {
        return bytes.byteSize();
    }

    private void check(long at, long length) throws CorruptDataException {
        if (at < 0 || length < 0 || at > bytes.byteSize() - length) {
            throw wrong(length + " bytes expected at offset " + at + " of " + bytes.byteSize());
        }
    }

    CorruptDataException wrong(String what) {
        return new CorruptDataException(file + ": " + what);
    }

    int u32(long at) throws CorruptDataException {
        check(at, 4);
        return bytes.get(INT, at);
    }

    long u64(long at) throws CorruptDataException {
        check(at, 8);
        return bytes.get(LONG, at);
    }

    int u8(long at) throws CorruptDataException {
        check(at, 1);
        return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    byte[] copy(long at, long length) throws CorruptDataException {
        check(at, length);
        byte[] copy = new byte[(int) length];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, copy, 0, copy.length);
        return copy;
    }

    /// The bytes at a place, whose CRC-32C stands behind them.
    byte[] checked(long at, long length) throws CorruptDataException {
        byte[] copy = copy(at, length);
        if (u32(at + length) != ByteOut.crc(copy, 0, copy.length)) {
            throw wrong("the checksum of " + length + " bytes at offset " + at + " does not match");
        }
        return copy;
    }

    Cursor at(long position) {
        return new Cursor(position);
    }

    /// Reads on from a place.
    final class Cursor {
        private long at;

        private Cursor(long at) {
            this.at = at;
        }

        long position() {
            return at;
        }

        int u8() throws CorruptDataException {
            return Mapped.this.u8(at++);
        }

        long uvarint() throws CorruptDataException {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                int next = u8();
                value |= (next & 0x7fL) << shift;
                if (next < 0x80) {
                    return value;
                }
            }
            throw wrong("an integer of more than ten bytes before offset " + at);
        }

        String text() throws CorruptDataException {
            long length = uvarint();
            byte[] utf8 = copy(at, length);
            at += length;
            return new String(utf8, StandardCharsets.UTF_8);
        }

        void skipText() throws CorruptDataException {
            long length = uvarint();
            check(at, length);
            at += length;
        }
    }
}

package tocsin.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// One file of records: each is its length, the CRC-32C of length and content, and the content.
///
/// A record that is not whole costs itself only: reading goes on at the next that is. It is found
/// by the length that the broken one claims or, where the length itself is broken, by trying the
/// next mebibyte byte for byte; a checksum of 32 bits lets no other bytes pass for a record.
final class Segment {
    static final int HEADER = 8;
    static final int LARGEST_RECORD = 16 << 20;
    private static final int SEARCHED = 1 << 20;

    private Segment() {}

    /// Bytes that are no records.
    record Gap(long from, long to) {
        long size() {
            return to - from;
        }
    }

    /// What was wrong with a file.
    record Content(long size, List<Gap> gaps) {
        boolean isWhole() {
            return gaps.isEmpty();
        }

        long lost() {
            return gaps.stream().mapToLong(Gap::size).sum();
        }
    }

    static void frame(byte[] record, ByteBuffer into) {
        into.putInt(record.length).putInt(checksum(record)).put(record);
    }

    private static int checksum(byte[] record) {
        var crc = new CRC32C();
        crc.update(record.length >>> 24);
        crc.update(record.length >>> 16);
        crc.update(record.length >>> 8);
        crc.update(record.length);
        crc.update(record, 0, record.length);
        return (int) crc.getValue();
    }

    /// Hands out the whole records of a file.
    static Content read(Path file, Consumer<byte[]> each) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var window = new Window(channel);
            var gaps = new ArrayList<Gap>();
            long at = 0;
            while (at < window.size()) {
                byte[] record = window.record(at);
                if (record == null) {
                    long next = next(window, at);
                    gaps.add(new Gap(at, next));
                    at = next;
                } else {
                    each.accept(record);
                    at += HEADER + record.length;
                }
            }
            return new Content(window.size(), gaps);
        }
    }

    /// Where reading goes on after a record that is not whole.
    private static long next(Window window, long broken) throws IOException {
        long claimed = window.end(broken);
        if (claimed > 0 && (claimed == window.size() || window.record(claimed) != null)) {
            return claimed;
        }
        long last = Math.min(window.size() - HEADER, broken + SEARCHED);
        for (long at = broken + 1; at <= last; at++) {
            if (window.record(at) != null) {
                return at;
            }
        }
        return window.size();
    }

    /// Copies what is no record to a file beside it, and leaves the records.
    static Path setAside(Path file, Content content) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".torn");
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
            copy(from, content.gaps(), aside);
        }
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
            copy(from, between(content), draft);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(file.resolveSibling("."));
        return aside;
    }

    private static List<Gap> between(Content content) {
        var kept = new ArrayList<Gap>();
        long at = 0;
        for (Gap gap : content.gaps()) {
            kept.add(new Gap(at, gap.from()));
            at = gap.to();
        }
        kept.add(new Gap(at, content.size()));
        return kept;
    }

    private static void copy(FileChannel from, List<Gap> stretches, Path to) throws IOException {
        try (FileChannel out =
                FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (Gap stretch : stretches) {
                long at = stretch.from();
                while (at < stretch.to()) {
                    long count = from.transferTo(at, stretch.to() - at, out);
                    if (count <= 0) {
                        throw new IOException("the file became shorter while it was read");
                    }
                    at += count;
                }
            }
            out.force(true);
        }
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

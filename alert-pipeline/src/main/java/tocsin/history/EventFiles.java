package tocsin.history;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// The files of a history: numbered, each a sixteenth of the whole, the oldest deleted when all
/// together grow over the limit. A record is its length, its CRC-32C, its bytes; what is not whole
/// ends a file. History is evidence and no state, so it is handed to the system and not forced to
/// the disk: a power cut may cost its last seconds, a crash of the program nothing.
///
/// Written by one thread; read by any.
final class EventFiles {
    private static final Logger LOG = LoggerFactory.getLogger(EventFiles.class);
    private static final int PARTS = 16;
    private static final int MOST_FILES = 256;
    private static final int HEADER = 8;
    private static final String SUFFIX = ".events";

    private final Path folder;
    private final long limit;
    private FileChannel channel;
    private long number;
    private long written;

    EventFiles(Path folder, long limit) throws IOException {
        this.folder = folder;
        this.limit = limit;
        Files.createDirectories(folder);
        List<Path> known = files();
        this.number = known.isEmpty() ? 1 : number(known.getLast()) + 1;
        this.channel = open();
        forget();
    }

    private FileChannel open() throws IOException {
        written = 0;
        Path file = folder.resolve(String.format(Locale.ROOT, "%010d%s", number, SUFFIX));
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// The files, oldest first.
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> name(file).matches("[0-9]{10}\\.events")).sorted().toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static long number(Path file) {
        return Long.parseLong(name(file).substring(0, 10));
    }

    /// Deletes the oldest files while there is too much.
    private void forget() throws IOException {
        List<Path> all = files();
        long size = 0;
        for (int i = all.size() - 1; i >= 0; i--) {
            size += Files.size(all.get(i));
            boolean tooMuch = size > limit - limit / PARTS || all.size() - i > MOST_FILES;
            if (tooMuch && i < all.size() - 1) {
                Files.delete(all.get(i));
            }
        }
    }

    void write(List<byte[]> records) throws IOException {
        int size = records.stream().mapToInt(record -> HEADER + record.length).sum();
        var buffer = ByteBuffer.allocate(size);
        for (byte[] record : records) {
            buffer.putInt(record.length).putInt(checksum(record)).put(record);
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            written += channel.write(buffer);
        }
        if (written > limit / PARTS) {
            channel.close();
            number++;
            channel = open();
            forget();
        }
    }

    private static int checksum(byte[] record) {
        var crc = new CRC32C();
        crc.update(record);
        return (int) crc.getValue();
    }

    /// The newest events that pass, oldest first.
    List<Event> find(Predicate<Event> wanted, int most) throws IOException {
        List<Event> found = List.of();
        for (Path file : files().reversed()) {
            if (found.size() >= most) {
                break;
            }
            var all = new ArrayList<>(newest(file, wanted, most - found.size()));
            all.addAll(found);
            found = all;
        }
        return found;
    }

    private static List<Event> newest(Path file, Predicate<Event> wanted, int most)
            throws IOException {
        var found = new ArrayDeque<Event>();
        try {
            read(ByteBuffer.wrap(Files.readAllBytes(file)), wanted, most, found);
        } catch (NoSuchFileException e) {
            LOG.debug("{} was forgotten while it was to be read", file, e);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            LOG.warn("{} holds what cannot be read", file, e);
        }
        return List.copyOf(found);
    }

    private static void read(
            ByteBuffer bytes, Predicate<Event> wanted, int most, ArrayDeque<Event> found) {
        while (bytes.remaining() >= HEADER) {
            int length = bytes.getInt();
            int checksum = bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                return;
            }
            byte[] record = new byte[length];
            bytes.get(record);
            if (checksum(record) != checksum) {
                return;
            }
            Event event = EventCodec.decode(record);
            if (wanted.test(event)) {
                if (found.size() >= most) {
                    found.removeFirst();
                }
                found.addLast(event);
            }
        }
    }

    void close() throws IOException {
        channel.close();
    }
}

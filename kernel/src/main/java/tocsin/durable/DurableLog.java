package tocsin.durable;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A log in a folder of its own: numbered segments, of which the newest is written. What is torn or
/// corrupt is reported, set aside, and the rest kept. Written by [DiskThread]; made smaller beside
/// it, so that no write waits for that.
///
/// A disk that refuses is no end: the segment is cut back to what is known to be safe, the writes
/// fail, and each later batch tries once more.
public final class DurableLog implements RecordLog {
    private static final Logger LOG = LoggerFactory.getLogger(DurableLog.class);
    private static final long SMALLEST_COMPACTION = 1 << 20;
    private static final int BUFFER = 256 << 10;
    private static final String SUFFIX = ".log";

    private final Path folder;
    private final DiskThread disk;
    private final List<Path> found;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    // Of the disk thread.
    private @Nullable FileChannel channel;
    private long number;
    private long inSegment;
    private long safe;
    private boolean tried;

    private final AtomicLong size = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile long compactAt = SMALLEST_COMPACTION;
    private volatile boolean compacting;
    private volatile @Nullable IOException trouble;

    private DurableLog(Path folder, DiskThread disk, List<Path> found, long number) {
        this.folder = folder;
        this.disk = disk;
        this.found = found;
        this.number = number;
    }

    /// Opens the log of a folder, which is made when it is not there.
    ///
    /// @throws IOException when the folder cannot be read or written; records that cannot be read
    ///   are no failure
    public static DurableLog open(Path folder, DiskThread disk) throws IOException {
        Files.createDirectories(folder);
        List<Path> found = segments(folder);
        long newest = found.isEmpty() ? 0 : number(found.getLast());
        var log = new DurableLog(folder, disk, found, newest + 1);
        log.openSegment();
        return log;
    }

    private static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        }
    }

    private static long number(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try {
            return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        } catch (NumberFormatException e) {
            throw new IOException(file + ": no segment of a log, yet it is named like one", e);
        }
    }

    private Path segment(long of) {
        return folder.resolve(String.format(Locale.ROOT, "%010d%s", of, SUFFIX));
    }

    private void openSegment() throws IOException {
        channel =
                FileChannel.open(
                        segment(number),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        inSegment = 0;
        safe = 0;
        Segment.syncFolder(folder);
    }

    @Override
    public void recover(Consumer<byte[]> each) {
        for (Path file : found) {
            try {
                Segment.Content content = Segment.read(file, each);
                size.addAndGet(content.size() - content.lost());
                if (!content.isWhole()) {
                    report(file, content);
                }
            } catch (IOException e) {
                LOG.error("A segment of a log cannot be read; peers may fill the gap", e);
            }
        }
    }

    private void report(Path file, Segment.Content content) {
        lost.addAndGet(content.lost());
        String aside;
        try {
            aside = Segment.setAside(file, content).toString();
        } catch (IOException e) {
            aside = "nowhere: " + e;
        }
        LOG.atWarn()
                .addKeyValue("file", file)
                .addKeyValue("bytes", content.lost())
                .addKeyValue("aside", aside)
                .log("A log was not whole; what was no record was set aside, the rest is kept");
    }

    @Override
    public void append(byte[] record, Completion completion) {
        if (record.length > Segment.LARGEST_RECORD) {
            completion.done(new IOException("a record of " + record.length + " bytes"));
            return;
        }
        disk.submit(new DiskThread.Write(this, record, completion));
    }

    @Override
    public void barrier(Completion completion) {
        disk.submit(new DiskThread.Write(this, null, completion));
    }

    @Override
    public boolean isWorthCompacting() {
        return !compacting && trouble == null && size.get() > compactAt;
    }

    @Override
    public void compact(Iterable<byte[]> snapshot) {
        compacting = true;
        disk.submit(new DiskThread.Replace(this, snapshot));
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble).map(Throwable::toString);
    }

    /// A new batch may try a disk that refused the last. On the disk thread, as all below.
    void begin() {
        tried = false;
    }

    /// Puts a record into the buffer, and the buffer into the file when it is full.
    void write(byte[] record) throws IOException {
        try {
            FileChannel to = ready();
            int framed = Segment.HEADER + record.length;
            if (framed > buffer.remaining()) {
                drain(buffer, to);
            }
            if (framed > buffer.capacity()) {
                var whole = ByteBuffer.allocate(framed);
                Segment.frame(record, whole);
                drain(whole, to);
            } else {
                Segment.frame(record, buffer);
            }
            inSegment += framed;
        } catch (IOException e) {
            fail(e);
            throw e;
        }
    }

    private FileChannel ready() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            return open;
        }
        IOException before = trouble;
        if (tried && before != null) {
            throw before;
        }
        tried = true;
        if (safe > 0) {
            number++;
            safe = 0;
        }
        openSegment();
        return java.util.Objects.requireNonNull(channel);
    }

    /// After a failed write nobody knows what the file ends with: it is cut back, and the next
    /// batch begins a new one.
    void fail(IOException cause) {
        trouble = cause;
        tried = true;
        buffer.clear();
        try (FileChannel open = channel) {
            if (open != null) {
                open.truncate(safe);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        channel = null;
    }

    /// Makes everything written so far safe.
    void force() throws IOException {
        try {
            FileChannel to = ready();
            drain(buffer, to);
            if (inSegment > safe) {
                to.force(false);
                size.addAndGet(inSegment - safe);
                safe = inSegment;
                trouble = null;
            }
        } catch (IOException e) {
            fail(e);
            throw e;
        }
    }

    private static void drain(ByteBuffer bytes, FileChannel to) throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
        bytes.clear();
    }

    /// Begins a new segment; all before it can be replaced by a snapshot.
    void replace(Iterable<byte[]> records) {
        try {
            force();
            closeChannel();
            long last = number;
            number++;
            openSegment();
            disk.beside(() -> replaceUpTo(last, records));
        } catch (IOException e) {
            fail(e);
            compacted(e);
        }
    }

    private void replaceUpTo(long last, Iterable<byte[]> records) {
        Path draft = folder.resolve("draft");
        try {
            long drafted = write(draft, records);
            long before = 0;
            List<Path> old = segments(folder).stream().filter(file -> isUpTo(file, last)).toList();
            for (Path file : old) {
                before += Files.size(file);
            }
            Files.move(draft, segment(last), StandardCopyOption.ATOMIC_MOVE);
            Segment.syncFolder(folder);
            for (Path file : old) {
                if (!file.equals(segment(last))) {
                    Files.delete(file);
                }
            }
            size.addAndGet(drafted - before);
            compactAt = Math.max(SMALLEST_COMPACTION, 4 * drafted);
            compacting = false;
        } catch (IOException e) {
            compacted(e);
        }
    }

    private boolean isUpTo(Path file, long last) {
        return file.compareTo(segment(last)) <= 0;
    }

    /// Tries again when the log has grown by a quarter.
    private void compacted(IOException failure) {
        LOG.atError().addKeyValue("folder", folder).log("A log could not be made smaller", failure);
        try {
            Files.deleteIfExists(folder.resolve("draft"));
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("folder", folder).log("A draft is left behind", e);
        }
        compactAt = size.get() + size.get() / 4 + SMALLEST_COMPACTION;
        compacting = false;
    }

    private static long write(Path file, Iterable<byte[]> records) throws IOException {
        try (FileChannel to =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var draft = ByteBuffer.allocate(BUFFER);
            for (byte[] record : records) {
                int framed = Segment.HEADER + record.length;
                if (framed > draft.remaining()) {
                    drain(draft, to);
                }
                if (framed > draft.capacity()) {
                    var whole = ByteBuffer.allocate(framed);
                    Segment.frame(record, whole);
                    drain(whole, to);
                } else {
                    Segment.frame(record, draft);
                }
            }
            drain(draft, to);
            to.force(true);
            return to.size();
        }
    }

    /// Bytes in the log's files.
    public long size() {
        return size.get();
    }

    /// Bytes that were found not to be records when the log was recovered.
    public long lost() {
        return lost.get();
    }

    void closeChannel() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}

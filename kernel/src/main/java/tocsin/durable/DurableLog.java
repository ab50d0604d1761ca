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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A log in a folder of its own: numbered segments, of which the newest is written. A torn or
/// corrupt part is reported, set aside, and what is whole before it kept. Written by [DiskThread].
public final class DurableLog implements RecordLog {
    private static final Logger LOG = LoggerFactory.getLogger(DurableLog.class);
    private static final long SMALLEST_COMPACTION = 1 << 20;
    private static final int BUFFER = 256 << 10;
    private static final String SUFFIX = ".log";

    private final Path folder;
    private final DiskThread disk;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private List<byte[]> recovered;
    private long number;
    private @Nullable FileChannel channel;
    private @Nullable IOException broken;

    /// What the disk thread has written, and the same for whoever asks.
    private long bytes;

    private volatile long written;
    private volatile long atCompaction;
    private volatile boolean compacting;

    private DurableLog(Path folder, DiskThread disk, List<byte[]> recovered, long number) {
        this.folder = folder;
        this.disk = disk;
        this.recovered = recovered;
        this.number = number;
    }

    /// Opens the log of a folder, which is made when it is not there.
    ///
    /// @throws IOException when the folder cannot be read or written; a torn tail is no failure
    public static DurableLog open(Path folder, DiskThread disk) throws IOException {
        Files.createDirectories(folder);
        var records = new ArrayList<byte[]>();
        long newest = 0;
        long size = 0;
        for (Path file : segments(folder)) {
            newest = number(file);
            Segment.Content content = Segment.read(file);
            records.addAll(content.records());
            size += content.good();
            if (content.isTorn()) {
                report(file, content, Segment.setAside(file, content));
            }
        }
        var log = new DurableLog(folder, disk, records, newest + 1);
        log.grown(size);
        log.openSegment(log.number);
        return log;
    }

    private static void report(Path file, Segment.Content content, Path aside) {
        LOG.atWarn()
                .addKeyValue("file", file)
                .addKeyValue("bytes", content.size() - content.good())
                .addKeyValue("aside", aside)
                .log("The end of a log was not whole; it was set aside, the rest is kept");
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

    private void openSegment(long of) throws IOException {
        channel =
                FileChannel.open(segment(of), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Segment.syncFolder(folder);
    }

    @Override
    public List<byte[]> recovered() {
        List<byte[]> given = recovered;
        recovered = List.of();
        return given;
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
        return !compacting && written > Math.max(SMALLEST_COMPACTION, 4 * atCompaction);
    }

    @Override
    public void compact(Supplier<List<byte[]>> snapshot) {
        compacting = true;
        List<byte[]> records = snapshot.get();
        disk.submit(new DiskThread.Replace(this, records));
    }

    /// Puts a record into the buffer, and the buffer into the file when it is full. On the disk
    /// thread.
    void write(byte[] record) throws IOException {
        if (broken != null) {
            throw new IOException("the log is broken since: " + broken.getMessage(), broken);
        }
        try {
            if (Segment.HEADER + record.length > buffer.capacity()) {
                drain();
                var whole = ByteBuffer.allocate(Segment.HEADER + record.length);
                Segment.frame(record, whole);
                drain(whole.flip());
            } else {
                if (Segment.HEADER + record.length > buffer.remaining()) {
                    drain();
                }
                Segment.frame(record, buffer);
            }
        } catch (IOException e) {
            fail(e);
            throw e;
        }
        grown(bytes + Segment.HEADER + record.length);
    }

    /// After a failed write nobody knows what the file ends with: a new segment begins, and the old
    /// one's tail is cut at the next start.
    private void fail(IOException cause) {
        buffer.clear();
        try {
            closeChannel();
            number++;
            openSegment(number);
        } catch (IOException e) {
            e.addSuppressed(cause);
            broken = e;
        }
    }

    /// Makes everything written so far safe. On the disk thread.
    void force() throws IOException {
        if (broken != null) {
            throw broken;
        }
        try {
            drain();
            if (channel != null) {
                channel.force(false);
            }
        } catch (IOException e) {
            fail(e);
            throw e;
        }
    }

    private void drain() throws IOException {
        drain(buffer.flip());
        buffer.clear();
    }

    private void drain(ByteBuffer bytes) throws IOException {
        FileChannel to = channel;
        while (to != null && bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    /// Replaces all segments by one with these records. On the disk thread.
    void replace(List<byte[]> records) {
        try {
            force();
            Path draft = folder.resolve("draft");
            long size = write(draft, records);
            closeChannel();
            List<Path> old = segments(folder);
            Files.move(draft, segment(number + 1), StandardCopyOption.ATOMIC_MOVE);
            Segment.syncFolder(folder);
            for (Path file : old) {
                Files.delete(file);
            }
            number += 2;
            openSegment(number);
            grown(size);
            atCompaction = size;
        } catch (IOException e) {
            LOG.atError().addKeyValue("folder", folder).log("A log could not be made smaller", e);
            fail(e);
        } finally {
            compacting = false;
        }
    }

    private static long write(Path file, List<byte[]> records) throws IOException {
        long size = 0;
        try (FileChannel to =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (byte[] record : records) {
                var whole = ByteBuffer.allocate(Segment.HEADER + record.length);
                Segment.frame(record, whole);
                whole.flip();
                while (whole.hasRemaining()) {
                    size += to.write(whole);
                }
            }
            to.force(true);
        }
        return size;
    }

    private void grown(long to) {
        bytes = to;
        written = to;
    }

    /// Bytes in the log's files.
    public long size() {
        return written;
    }

    void closeChannel() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}

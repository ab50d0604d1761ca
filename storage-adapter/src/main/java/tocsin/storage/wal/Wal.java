package tocsin.storage.wal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.storage.codec.ByteOut;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The log being written. Whoever awaits first writes for all who wait behind it; a disk that takes
/// nothing fails those who wait, and what they added stays first in line at the same place, so that
/// a record is never written after one that it explains.
public final class Wal implements LogSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wal.class);
    private static final int MOST_WAITING = 64 << 20;

    private final WalSettings settings;
    private final WalMetrics metrics;

    /// Guards what waits.
    private final ReentrantLock adding = new ReentrantLock();

    private final Pages pages;
    private long added;

    /// Guards the file. Taken before `adding` where both are.
    private final ReentrantLock writing = new ReentrantLock();

    private FileChannel channel;
    private int number;
    private long offset;
    private boolean unsynced;
    private ByteOut inFlight = new ByteOut(1 << 16);
    private int flown;
    private volatile long written;

    private Wal(WalSettings settings, WalMetrics metrics, int number) throws IOException {
        this.settings = settings;
        this.metrics = metrics;
        this.number = number;
        this.pages = new Pages(settings.segmentBytes());
        this.channel = open(number);
    }

    /// Begins a new segment behind those of the folder.
    ///
    /// @throws IOException when the folder cannot be written
    public static Wal open(WalSettings settings, WalMetrics metrics) throws IOException {
        Files.createDirectories(settings.folder());
        List<Integer> segments = WalFormat.segments(settings.folder());
        List<Integer> checkpoints = WalFormat.checkpoints(settings.folder());
        int next = segments.isEmpty() ? 0 : segments.getLast() + 1;
        if (!checkpoints.isEmpty()) {
            next = Math.max(next, checkpoints.getLast() + 1);
        }
        return new Wal(settings, metrics, next);
    }

    private FileChannel open(int segment) throws IOException {
        FileChannel opened =
                FileChannel.open(
                        WalFormat.segment(settings.folder(), segment),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        syncFolder(settings.folder());
        metrics.segment(segment);
        return opened;
    }

    static void syncFolder(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public long append(ByteOut record) throws IOException {
        while (true) {
            adding.lock();
            try {
                if (pages.waiting() > MOST_WAITING) {
                    throw new IOException(
                            "the log in "
                                    + settings.folder()
                                    + " cannot be written, and 64 MiB wait for it");
                }
                if (pages.add(record.array(), record.size())) {
                    return ++added;
                }
            } finally {
                adding.unlock();
            }
            nextSegment(record.size());
        }
    }

    /// Ends the segment, unless another thread did meanwhile.
    private void nextSegment(int recordBytes) throws IOException {
        if (recordBytes > settings.segmentBytes() / 2) {
            throw new IOException("a record of " + recordBytes + " bytes");
        }
        writing.lock();
        try {
            adding.lock();
            try {
                if (pages.position() > settings.segmentBytes() / 2) {
                    drain();
                    cut();
                }
            } finally {
                adding.unlock();
            }
        } finally {
            writing.unlock();
        }
    }

    /// With both locks, and nothing waiting.
    private void cut() throws IOException {
        FileChannel next = open(number + 1);
        sync();
        channel.close();
        channel = next;
        number++;
        offset = 0;
        pages.newSegment();
    }

    /// Ends the segment, so that all before can be replaced by a checkpoint.
    ///
    /// @return the segment that is written now
    public int endSegment() throws IOException {
        writing.lock();
        try {
            adding.lock();
            try {
                drain();
                if (offset > 0) {
                    cut();
                }
                return number;
            } finally {
                adding.unlock();
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public long last() {
        adding.lock();
        try {
            return added;
        } finally {
            adding.unlock();
        }
    }

    @Override
    public void await(long position) throws IOException {
        if (written >= position) {
            return;
        }
        writing.lock();
        try {
            if (written < position) {
                drain();
                if (settings.syncBeforeAnswer()) {
                    sync();
                }
            }
        } finally {
            writing.unlock();
        }
    }

    /// Writes what waits, with the lock of the file.
    private void drain() throws IOException {
        long upTo;
        if (flown == inFlight.size()) {
            adding.lock();
            try {
                inFlight = pages.take(inFlight);
                flown = 0;
                upTo = added;
            } finally {
                adding.unlock();
            }
            write();
            written = upTo;
        } else {
            // What failed before comes first, and what was added since right after.
            write();
            drain();
        }
    }

    private void write() throws IOException {
        try {
            int size = inFlight.size();
            var bytes = ByteBuffer.wrap(inFlight.array(), flown, size - flown);
            long before = offset / WalFormat.PAGE;
            while (bytes.hasRemaining()) {
                int count = channel.write(bytes, offset);
                offset += count;
                flown += count;
                unsynced = true;
            }
            metrics.flushed(offset / WalFormat.PAGE - before);
        } catch (IOException e) {
            metrics.failed();
            throw new IOException(
                    "the log in " + settings.folder() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// Makes what was written survive the machine.
    public void sync() throws IOException {
        writing.lock();
        try {
            if (unsynced) {
                long begun = System.nanoTime();
                channel.force(false);
                unsynced = false;
                metrics.synced((System.nanoTime() - begun) / 1e9);
            }
        } finally {
            writing.unlock();
        }
    }

    /// Writes and syncs what waits.
    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            drain();
            sync();
        } catch (IOException e) {
            LOG.warn("What waited for the log could not be written", e);
            throw e;
        } finally {
            channel.close();
            writing.unlock();
        }
    }
}

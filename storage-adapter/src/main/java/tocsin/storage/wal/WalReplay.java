package tocsin.storage.wal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a log from its newest checkpoint on. What is not whole is copied aside, cut off and told;
/// the segments behind it are read all the same, for each begins anew.
public final class WalReplay {
    private static final Logger LOG = LoggerFactory.getLogger(WalReplay.class);

    private final Path folder;
    private final WalMetrics metrics;
    private final boolean readOnly;

    /// The log of a folder.
    public WalReplay(Path folder, WalMetrics metrics) {
        this(folder, metrics, false);
    }

    private WalReplay(Path folder, WalMetrics metrics, boolean readOnly) {
        this.folder = folder;
        this.metrics = metrics;
        this.readOnly = readOnly;
    }

    /// The log of a folder that belongs to another process: what is not whole is passed over.
    public static WalReplay readOnly(Path folder, WalMetrics metrics) {
        return new WalReplay(folder, metrics, true);
    }

    /// Reads everything.
    ///
    /// @throws IOException when a file cannot be read at all
    public void read(WalVisitor visitor) throws IOException {
        readBefore(Integer.MAX_VALUE, visitor);
    }

    /// Reads everything before a segment.
    void readBefore(int end, WalVisitor visitor) throws IOException {
        List<Path> files = files(end);
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            Optional<WalReader.Torn> torn =
                    WalReader.read(file, record -> WalRecords.read(record, visitor));
            if (torn.isPresent() && readOnly) {
                LOG.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("why", torn.get().why())
                        .log("The end of a log was passed over");
            } else if (torn.isPresent()) {
                setAside(file, torn.get());
            }
            LOG.atInfo()
                    .addKeyValue("segment", i + 1)
                    .addKeyValue("of", files.size())
                    .log("Log segment read");
        }
    }

    /// The files to read, in order.
    private List<Path> files(int end) throws IOException {
        var files = new ArrayList<Path>();
        int after = -1;
        List<Integer> checkpoints = WalFormat.checkpoints(folder);
        if (!checkpoints.isEmpty()) {
            after = checkpoints.getLast();
            Path checkpoint = WalFormat.checkpoint(folder, after);
            for (int number : WalFormat.segments(checkpoint)) {
                files.add(WalFormat.segment(checkpoint, number));
            }
        }
        for (int number : WalFormat.segments(folder)) {
            if (number > after && number < end) {
                files.add(WalFormat.segment(folder, number));
            }
        }
        return files;
    }

    private void setAside(Path file, WalReader.Torn torn) throws IOException {
        metrics.corrupt();
        long size = Files.size(file);
        Path aside = file.resolveSibling(file.getFileName() + ".torn");
        try (FileChannel from =
                        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel into =
                        FileChannel.open(
                                aside,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE)) {
            from.transferTo(torn.wholeBytes(), size - torn.wholeBytes(), into);
            into.force(true);
            from.truncate(torn.wholeBytes());
            from.force(true);
        }
        LOG.atWarn()
                .addKeyValue("file", file)
                .addKeyValue("why", torn.why())
                .addKeyValue("bytes", size - torn.wholeBytes())
                .addKeyValue("aside", aside)
                .log("A part of the log is not whole; it was set aside, the rest is kept");
    }

    /// Removes the segments that a checkpoint stands for, and older checkpoints.
    static void removeBefore(Path folder, int checkpoint) throws IOException {
        for (int number : WalFormat.segments(folder)) {
            if (number <= checkpoint) {
                Files.deleteIfExists(WalFormat.segment(folder, number));
            }
        }
        for (int number : WalFormat.checkpoints(folder)) {
            if (number < checkpoint) {
                removeFolder(WalFormat.checkpoint(folder, number));
            }
        }
    }

    static void removeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    static void moveInPlace(Path draft, Path place) throws IOException {
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
        Wal.syncFolder(parent(place));
    }

    private static Path parent(Path place) {
        Path parent = place.getParent();
        return parent == null ? place : parent;
    }
}

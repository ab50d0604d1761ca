package tocsin.storage.local;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.labels.Matcher;
import tocsin.promql.source.SourceException;
import tocsin.storage.block.Block;
import tocsin.storage.block.BlockFolders;
import tocsin.storage.block.BlockMeta;
import tocsin.storage.block.BlockNames;
import tocsin.storage.block.BlockWriter;
import tocsin.storage.head.Bounds;
import tocsin.storage.head.Deletion;
import tocsin.storage.head.Head;
import tocsin.storage.head.HeadCut;
import tocsin.storage.match.ValueTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// Moves what is complete from the head to blocks, and keeps the blocks in order.
///
/// A range is closed one call before it is written, so that batches that began before the closing
/// have long ended by then.
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration LARGEST_BLOCK = Duration.ofDays(31);
    private static final DateTimeFormatter SNAPSHOT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final StoreSettings settings;
    private final Head head;
    private final Blocks blocks;
    private final Logs logs;
    private final RandomGenerator random;

    /// Held by whoever changes blocks.
    private final ReentrantLock upkeep = new ReentrantLock();

    private OptionalLong closing = OptionalLong.empty();
    private @Nullable HeadCut cut;
    private Logs.@Nullable Ends ends;
    private final Map<Long, String> names = new HashMap<>();
    private final Set<Long> written = new HashSet<>();

    Keeper(StoreSettings settings, Head head, Blocks blocks, Logs logs, RandomGenerator random) {
        this.settings = settings;
        this.head = head;
        this.blocks = blocks;
        this.logs = logs;
        this.random = random;
    }

    void maintain(Instant now) throws IOException {
        upkeep.lock();
        try {
            maintainLocked(now);
        } finally {
            upkeep.unlock();
        }
    }

    private void maintainLocked(Instant now) throws IOException {
        head.sealed().release();
        if (closing.isPresent()) {
            write(closing.getAsLong(), now);
            closing = OptionalLong.empty();
        }
        closing = complete();
        closing.ifPresent(end -> head.bounds().refuseBefore(end));
        blocks.deleteDoomed();
        long range = settings.blockRange().toMillis();
        long largest = Math.min(LARGEST_BLOCK.toMillis(), settings.retention().toMillis() / 10);
        long oldest = now.minus(settings.retention()).toEpochMilli();
        blocks.retain(oldest, settings.retentionBytes());
        blocks.compact(range, largest, () -> BlockNames.next(now, random));
        if (head.bounds().oldest() < oldest && head.bounds().newest() < oldest) {
            head.forgetBefore(oldest);
        }
    }

    int delete(List<Matcher> matchers, Deletion range) throws IOException {
        List<ValueTest> tests = ValueTest.of(matchers);
        upkeep.lock();
        try {
            cut = cut == null ? null : cut.without(tests, range);
            return head.delete(matchers, range) + blocks.delete(tests, range.from(), range.to());
        } finally {
            upkeep.unlock();
        }
    }

    void cleanTombstones(Instant now) throws IOException {
        upkeep.lock();
        try {
            blocks.cleanTombstones(() -> BlockNames.next(now, random));
        } finally {
            upkeep.unlock();
        }
    }

    String snapshot(boolean withHead, Instant now) throws IOException {
        String name = SNAPSHOT.format(now) + "-" + HexFormat.of().toHexDigits(random.nextLong());
        Path all = settings.folder().resolve("snapshots");
        Path draft = Files.createDirectories(all.resolve(name + BlockWriter.DRAFT));
        upkeep.lock();
        try {
            for (Block block : blocks.all()) {
                BlockFolders.link(block.folder(), draft.resolve(block.meta().ulid()));
            }
            if (withHead) {
                snapshotHead(draft, now);
            }
            Files.move(draft, all.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            BlockFolders.remove(draft);
            throw e;
        } finally {
            upkeep.unlock();
        }
        LOG.atInfo().addKeyValue("name", name).log("Snapshot taken");
        return name;
    }

    /// A block says where it ends, and nothing older is taken after that: so it ends with its last
    /// sample.
    private void snapshotHead(Path into, Instant now) throws IOException {
        HeadCut all = head.cut(Long.MAX_VALUE);
        Collection<String> symbols = all.symbols();
        long range = settings.blockRange().toMillis();
        for (long from : all.ranges(range)) {
            long to = Math.min(from + range, head.bounds().newest() + 1);
            write(all, new BlockWriter(into, BlockNames.next(now, random), symbols), from, to);
        }
    }

    /// The end of what is complete: aligned, and half a range behind where the head stands.
    private OptionalLong complete() {
        Bounds bounds = head.bounds();
        long range = settings.blockRange().toMillis();
        long front = bounds.front();
        if (front == Long.MIN_VALUE || bounds.oldest() == Long.MAX_VALUE) {
            return OptionalLong.empty();
        }
        long first = Math.max(bounds.notBefore(), bounds.oldest());
        if (front - first <= range + range / 2) {
            return OptionalLong.empty();
        }
        long end = Math.floorDiv(front - range / 2, range) * range;
        return end > first ? OptionalLong.of(end) : OptionalLong.empty();
    }

    /// After a failure the next call goes on where this one stopped, with the same picture.
    private void write(long end, Instant now) throws IOException {
        // Before the picture: what a log holds by then is in it.
        Logs.Ends upTo = ends == null ? logs.endSegments() : ends;
        ends = upTo;
        HeadCut all = cut == null ? head.cut(end) : cut;
        cut = all;
        Collection<String> symbols = all.symbols();
        for (long from : all.ranges(settings.blockRange().toMillis())) {
            if (!written.contains(from)) {
                write(all, symbols, from, now);
                written.add(from);
            }
        }
        head.forget(all);
        cut = null;
        written.clear();
        names.clear();
        logs.shorten(upTo, ref -> ref == (int) ref && head.has((int) ref), end);
        ends = null;
    }

    private void write(HeadCut all, Collection<String> symbols, long from, Instant now)
            throws IOException {
        String name = names.computeIfAbsent(from, _ -> BlockNames.next(now, random));
        Optional<Path> placed = BlockWriter.placed(settings.folder(), name);
        if (placed.isPresent()) {
            blocks.add(placed.get());
            return;
        }
        long to = from + settings.blockRange().toMillis();
        var writer = new BlockWriter(settings.folder(), name, symbols);
        Optional<Path> block = write(all, writer, from, to);
        if (block.isPresent()) {
            blocks.add(block.get());
            LOG.atInfo().addKeyValue("from", from).addKeyValue("to", to).log("Block written");
        }
    }

    private static Optional<Path> write(HeadCut all, BlockWriter writer, long from, long to)
            throws IOException {
        try {
            all.each(from, to, writer::add);
            if (writer.isEmpty()) {
                writer.discard();
                return Optional.empty();
            }
            return Optional.of(writer.finish(from, to, BlockMeta.Origin.HEAD));
        } catch (SourceException e) {
            writer.discard();
            throw new IOException("the head could not be written to a block", e);
        } catch (IOException e) {
            writer.discard();
            throw e;
        }
    }
}

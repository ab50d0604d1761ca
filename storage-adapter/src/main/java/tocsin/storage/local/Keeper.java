package tocsin.storage.local;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.promql.source.SourceException;
import tocsin.storage.block.BlockMeta;
import tocsin.storage.block.BlockNames;
import tocsin.storage.block.BlockWriter;
import tocsin.storage.head.Bounds;
import tocsin.storage.head.Head;
import tocsin.storage.head.HeadCut;
import tocsin.storage.wal.Checkpoint;
import tocsin.storage.wal.Wal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Moves what is complete from the head to blocks, and keeps the blocks in order.
///
/// A range is closed one call before it is written, so that batches that began before the closing
/// have long ended by then.
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration LARGEST_BLOCK = Duration.ofDays(31);

    private final StoreSettings settings;
    private final Head head;
    private final Blocks blocks;
    private final Wal wal;
    private final Checkpoint checkpoint;
    private final RandomGenerator random;
    private OptionalLong closing = OptionalLong.empty();
    private @Nullable HeadCut cut;
    private final Map<Long, String> names = new HashMap<>();
    private final Set<Long> written = new HashSet<>();

    Keeper(
            StoreSettings settings,
            Head head,
            Blocks blocks,
            Wal wal,
            Checkpoint checkpoint,
            RandomGenerator random) {
        this.settings = settings;
        this.head = head;
        this.blocks = blocks;
        this.wal = wal;
        this.checkpoint = checkpoint;
        this.random = random;
    }

    void maintain(Instant now) throws IOException {
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

    /// The end of what is complete: aligned, and half a range behind the newest sample.
    private OptionalLong complete() {
        Bounds bounds = head.bounds();
        long range = settings.blockRange().toMillis();
        long newest = bounds.newest();
        if (newest == Long.MIN_VALUE || bounds.oldest() == Long.MAX_VALUE) {
            return OptionalLong.empty();
        }
        long first = Math.max(bounds.notBefore(), bounds.oldest());
        if (newest - first <= range + range / 2) {
            return OptionalLong.empty();
        }
        long end = Math.floorDiv(newest - range / 2, range) * range;
        return end > first ? OptionalLong.of(end) : OptionalLong.empty();
    }

    /// After a failure the next call goes on where this one stopped, with the same picture.
    private void write(long end, Instant now) throws IOException {
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
        checkpoint.write(
                wal.endSegment(),
                ref -> ref == (int) ref && head.has((int) ref),
                end - settings.lateWindow().toMillis());
    }

    private void write(HeadCut all, Collection<String> symbols, long from, Instant now)
            throws IOException {
        long to = from + settings.blockRange().toMillis();
        String name = names.computeIfAbsent(from, _ -> BlockNames.next(now, random));
        Optional<Path> placed = BlockWriter.placed(settings.folder(), name);
        if (placed.isPresent()) {
            blocks.add(placed.get());
            return;
        }
        var writer = new BlockWriter(settings.folder(), name, symbols);
        try {
            all.each(from, to, writer::add);
            if (writer.isEmpty()) {
                writer.discard();
                return;
            }
            blocks.add(writer.finish(from, to, BlockMeta.Origin.HEAD));
            LOG.atInfo().addKeyValue("from", from).addKeyValue("to", to).log("Block written");
        } catch (SourceException e) {
            writer.discard();
            throw new IOException("the head could not be written to a block", e);
        } catch (IOException e) {
            writer.discard();
            throw e;
        }
    }
}

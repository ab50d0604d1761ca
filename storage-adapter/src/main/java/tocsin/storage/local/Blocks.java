package tocsin.storage.local;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.storage.block.Block;
import tocsin.storage.block.BlockFolders;
import tocsin.storage.block.Compaction;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.match.ValueTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The blocks of a store. Readers take the list as it is; one keeper changes it.
final class Blocks {
    private static final Logger LOG = LoggerFactory.getLogger(Blocks.class);
    private static final int STEPS = 10;

    private final Path folder;
    private final AtomicReference<List<Block>> current = new AtomicReference<>(List.of());
    private final Set<String> unreadable = new HashSet<>();
    private final Set<Path> doomed = new LinkedHashSet<>();
    private final Counter compactions;
    private final Counter failedCompactions;
    private final Counter timeDeletions;
    private final Counter sizeDeletions;

    Blocks(Path folder, PrometheusRegistry registry) {
        this.folder = folder;
        compactions =
                counter(
                        registry,
                        "prometheus_tsdb_compactions_total",
                        "Blocks written and merged.");
        failedCompactions =
                counter(registry, "prometheus_tsdb_compactions_failed_total", "Those that failed.");
        timeDeletions =
                counter(
                        registry,
                        "prometheus_tsdb_time_retentions_total",
                        "Blocks deleted because they are older than the retention.");
        sizeDeletions =
                counter(
                        registry,
                        "prometheus_tsdb_size_retentions_total",
                        "Blocks deleted because all together are too large.");
        gauge(registry, "prometheus_tsdb_blocks_loaded", "Blocks.", () -> current.get().size());
        gauge(registry, "prometheus_tsdb_storage_blocks_bytes", "Bytes of blocks.", this::bytes);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    private static void gauge(
            PrometheusRegistry registry, String name, String help, Supplier<Number> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.get().doubleValue()))
                .register(registry);
    }

    private long bytes() {
        return current.get().stream().mapToLong(Block::bytes).sum();
    }

    /// Opens what stands in the folder. A block that is not whole is left alone, and told.
    void load() throws IOException {
        var blocks = new ArrayList<Block>();
        for (Path each : BlockFolders.list(folder)) {
            try {
                blocks.add(Block.open(each));
            } catch (IOException e) {
                LOG.atError().addKeyValue("block", each).log("A block cannot be read", e);
            }
        }
        put(withoutParents(blocks));
    }

    /// Blocks that another replaced, and that could not be deleted then.
    private List<Block> withoutParents(List<Block> blocks) {
        var replaced = new HashSet<String>();
        for (Block block : blocks) {
            block.meta().origin().parents().forEach(parent -> replaced.add(parent.ulid()));
        }
        var left = new ArrayList<Block>();
        for (Block block : blocks) {
            if (replaced.contains(block.meta().ulid())) {
                doomed.add(block.folder());
            } else {
                left.add(block);
            }
        }
        return left;
    }

    /// Deletes the folders of blocks that are no longer read. What cannot be deleted is tried again
    /// with the next call.
    void deleteDoomed() throws IOException {
        for (Path each : List.copyOf(doomed)) {
            if (Files.exists(each)) {
                BlockFolders.delete(each);
            }
            doomed.remove(each);
        }
    }

    private void put(List<Block> blocks) {
        var sorted = new ArrayList<>(blocks);
        sorted.sort(Comparator.comparingLong(block -> block.meta().minTime()));
        current.set(List.copyOf(sorted));
    }

    List<Block> all() {
        return current.get();
    }

    /// The blocks that may hold samples in a range, the oldest first.
    List<Block> overlapping(long fromExclusive, long toInclusive) {
        List<Block> all = current.get();
        return all.isEmpty()
                ? all
                : all.stream()
                        .filter(block ->
                                block.meta().maxTime() - 1 > fromExclusive
                                        && block.meta().minTime() <= toInclusive)
                        .toList();
    }

    /// Beyond the newest sample of all blocks; the smallest number when there is none.
    long end() {
        return current.get().stream()
                .mapToLong(block -> block.meta().maxTime())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    void add(Path folderOfBlock) throws IOException {
        compactions.inc();
        var blocks = new ArrayList<>(current.get());
        blocks.add(Block.open(folderOfBlock));
        put(blocks);
    }

    /// Merges what there is to merge, a few at most; the rest waits for the next call.
    void compact(long blockRangeMillis, long largestMillis, Supplier<String> names)
            throws IOException {
        var ranges = new ArrayList<Long>();
        for (long range = blockRangeMillis; range <= largestMillis; range *= 3) {
            ranges.add(range);
        }
        for (int i = 0; i < STEPS; i++) {
            List<Block> mergeable =
                    current.get().stream()
                            .filter(block -> !unreadable.contains(block.meta().ulid()))
                            .toList();
            List<Block> group = Compaction.plan(mergeable, ranges);
            if (group.isEmpty()) {
                return;
            }
            try {
                replace(group, Compaction.merge(folder, names.get(), group));
            } catch (CorruptDataException e) {
                // Not again: the same blocks would fail for ever, and hold up all others.
                failedCompactions.inc();
                group.forEach(block -> unreadable.add(block.meta().ulid()));
                LOG.atError().addKeyValue("blocks", group.size()).log("Blocks cannot be merged", e);
            } catch (IOException e) {
                failedCompactions.inc();
                throw e;
            }
        }
    }

    /// Deletes the samples of a range of the series that pass all tests.
    int delete(List<ValueTest> tests, long from, long to) throws IOException {
        int count = 0;
        for (Block block : overlapping(from == Long.MIN_VALUE ? from : from - 1, to)) {
            count += block.delete(tests, from, to);
        }
        return count;
    }

    /// Writes the blocks anew of which something was deleted.
    void cleanTombstones(Supplier<String> names) throws IOException {
        for (Block block : current.get()) {
            if (block.hasTombstones()) {
                replace(List.of(block), Compaction.rewrite(folder, names.get(), block));
            }
        }
    }

    private void replace(List<Block> group, Optional<Path> merged) throws IOException {
        var blocks = new ArrayList<>(current.get());
        blocks.removeAll(group);
        if (merged.isPresent()) {
            blocks.add(Block.open(merged.get()));
        }
        put(blocks);
        compactions.inc();
        LOG.atInfo().addKeyValue("blocks", group.size()).log("Blocks merged");
        group.forEach(block -> doomed.add(block.folder()));
        deleteDoomed();
    }

    /// Deletes what is older than the retention, then the oldest while there is too much.
    void retain(long oldestMillis, long mostBytes) throws IOException {
        var kept = new ArrayList<Block>();
        long bytes = 0;
        boolean full = false;
        for (Block block : current.get().reversed()) {
            bytes += block.bytes();
            full |= mostBytes > 0 && bytes > mostBytes;
            boolean old = block.meta().maxTime() <= oldestMillis;
            if (!old && !full) {
                kept.add(block);
                continue;
            }
            (old ? timeDeletions : sizeDeletions).inc();
            LOG.atInfo()
                    .addKeyValue("block", block.meta().ulid())
                    .addKeyValue("why", old ? "older than the retention" : "too many bytes")
                    .log("Block deleted");
        }
        List<Block> before = current.get();
        if (kept.size() < before.size()) {
            put(kept);
            for (Block block : before) {
                if (!kept.contains(block)) {
                    doomed.add(block.folder());
                }
            }
            deleteDoomed();
        }
    }
}

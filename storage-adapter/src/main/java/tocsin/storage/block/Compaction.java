package tocsin.storage.block;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.chunk.Chunk;
import tocsin.storage.chunk.Merging;
import tocsin.storage.chunk.Recode;
import tocsin.storage.codec.CorruptDataException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Which blocks to merge, and merging them. Chunks that do not overlap are taken over as they are;
/// the rest is decoded, merged by time, and written anew.
public final class Compaction {
    /// Stretches deleted for each series, from which on a large block is written anew.
    private static final double WORTHWHILE = 0.05;

    private Compaction() {}

    /// The blocks to merge next, as upstream would: first those that overlap, then the oldest two
    /// or more of a range that is complete.
    ///
    /// @param ranges of blocks, the smallest first
    public static List<Block> plan(List<Block> blocks, List<Long> ranges) {
        List<Block> sorted =
                blocks.stream()
                        .sorted(Comparator.comparingLong(block -> block.meta().minTime()))
                        .toList();
        List<Block> overlapping = overlapping(sorted);
        if (!overlapping.isEmpty()) {
            return overlapping;
        }
        List<Block> settled = sorted.subList(0, Math.max(0, sorted.size() - 1));
        for (long range : ranges.subList(Math.min(1, ranges.size()), ranges.size())) {
            Optional<List<Block>> group = group(settled, range);
            if (group.isPresent()) {
                return group.get();
            }
        }
        return deletedFrom(settled, ranges);
    }

    /// The newest block of which so much was deleted that writing it anew is worth it.
    private static List<Block> deletedFrom(List<Block> settled, List<Long> ranges) {
        for (Block block : settled.reversed()) {
            BlockMeta meta = block.meta();
            long deleted = meta.stats().tombstones();
            boolean large =
                    !ranges.isEmpty()
                            && meta.maxTime() - meta.minTime() >= ranges.get(ranges.size() / 2);
            boolean all = deleted > 0 && deleted >= meta.stats().series();
            if (all || (large && deleted > WORTHWHILE * (meta.stats().series() + 1))) {
                return List.of(block);
            }
        }
        return List.of();
    }

    private static List<Block> overlapping(List<Block> sorted) {
        for (int i = 0; i + 1 < sorted.size(); i++) {
            var group = new ArrayList<Block>(List.of(sorted.get(i)));
            long end = sorted.get(i).meta().maxTime();
            for (int j = i + 1; j < sorted.size() && sorted.get(j).meta().minTime() < end; j++) {
                group.add(sorted.get(j));
                end = Math.max(end, sorted.get(j).meta().maxTime());
            }
            if (group.size() > 1) {
                return group;
            }
        }
        return List.of();
    }

    private static Optional<List<Block>> group(List<Block> sorted, long range) {
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        long newest = sorted.getLast().meta().minTime();
        for (int i = 0; i < sorted.size(); ) {
            long start = Math.floorDiv(sorted.get(i).meta().minTime(), range) * range;
            var group = new ArrayList<Block>();
            int next = i;
            while (next < sorted.size() && sorted.get(next).meta().minTime() < start + range) {
                if (sorted.get(next).meta().maxTime() <= start + range) {
                    group.add(sorted.get(next));
                }
                next++;
            }
            boolean fills =
                    group.size() > 1
                            && (group.getLast().meta().maxTime() - group.getFirst().meta().minTime()
                                            == range
                                    || group.getLast().meta().maxTime() <= newest);
            if (fills) {
                return Optional.of(group);
            }
            i = next;
        }
        return Optional.empty();
    }

    /// Merges blocks into one.
    ///
    /// @return the folder of the new block; nothing when nothing is left
    public static Optional<Path> merge(Path folder, String ulid, List<Block> blocks)
            throws IOException {
        int level = 1 + blocks.stream().mapToInt(b -> b.meta().level()).max().orElseThrow();
        return write(folder, ulid, blocks, level);
    }

    /// Writes a block anew, without what was deleted from it.
    ///
    /// @return the folder of the new block; nothing when nothing is left
    public static Optional<Path> rewrite(Path folder, String ulid, Block block) throws IOException {
        return write(folder, ulid, List.of(block), block.meta().level());
    }

    private static Optional<Path> write(Path folder, String ulid, List<Block> blocks, int level)
            throws IOException {
        var symbols = new TreeSet<String>(Labels.BYTE_ORDER);
        for (Block block : blocks) {
            for (String name : block.labelNames()) {
                symbols.add(name);
                symbols.addAll(block.labelValues(name));
            }
        }
        var writer = new BlockWriter(folder, ulid, symbols);
        try {
            var merger = new Merger(blocks);
            while (merger.hasNext()) {
                merger.next(writer);
            }
            if (writer.isEmpty()) {
                writer.discard();
                return Optional.empty();
            }
            long from = blocks.stream().mapToLong(b -> b.meta().minTime()).min().orElseThrow();
            long to = blocks.stream().mapToLong(b -> b.meta().maxTime()).max().orElseThrow();
            return Optional.of(writer.finish(from, to, origin(blocks, level)));
        } catch (IOException | RuntimeException e) {
            writer.discard();
            throw e;
        }
    }

    private static BlockMeta.Origin origin(List<Block> blocks, int level) {
        List<BlockMeta> metas = blocks.stream().map(Block::meta).toList();
        return new BlockMeta.Origin(
                level,
                metas.stream().flatMap(m -> m.sources().stream()).sorted().distinct().toList(),
                metas.stream().map(BlockMeta::asParent).toList());
    }

    /// Walks the series of several blocks side by side.
    private static final class Merger {
        private final List<Block.Iteration> iterations = new ArrayList<>();
        private final List<@Nullable BlockSeries> heads = new ArrayList<>();

        Merger(List<Block> blocks) throws CorruptDataException {
            List<Block> sorted =
                    blocks.stream()
                            .sorted(Comparator.comparingLong(block -> block.meta().minTime()))
                            .toList();
            for (Block block : sorted) {
                var iteration = block.iteration();
                iterations.add(iteration);
                heads.add(iteration.hasNext() ? iteration.next() : null);
            }
        }

        boolean hasNext() {
            return heads.stream().anyMatch(head -> head != null);
        }

        void next(BlockWriter writer) throws IOException {
            Labels least = null;
            for (BlockSeries head : heads) {
                if (head != null && (least == null || head.labels().compareTo(least) < 0)) {
                    least = head.labels();
                }
            }
            var parts = new ArrayList<BlockSeries>();
            for (int i = 0; i < heads.size(); i++) {
                BlockSeries head = heads.get(i);
                if (head != null && head.labels().equals(least)) {
                    parts.add(head);
                    heads.set(i, iterations.get(i).hasNext() ? iterations.get(i).next() : null);
                }
            }
            if (least != null) {
                writer.add(least, joined(parts));
            }
        }

        private static List<Chunk> joined(List<BlockSeries> parts) throws IOException {
            var chunks = new ArrayList<Chunk>();
            boolean ordered = true;
            long end = Long.MIN_VALUE;
            for (BlockSeries part : parts) {
                for (Chunk chunk : part.chunks(Long.MIN_VALUE, Long.MAX_VALUE)) {
                    ordered &= chunk.minTime() > end;
                    end = Math.max(end, chunk.maxTime());
                    chunks.add(chunk);
                }
            }
            return ordered ? chunks : recoded(parts);
        }

        private static List<Chunk> recoded(List<BlockSeries> parts) throws IOException {
            var all = new SampleBuffer();
            for (BlockSeries part : parts) {
                var own = new SampleBuffer();
                try {
                    part.read(Long.MIN_VALUE, Long.MAX_VALUE, own);
                } catch (SourceException e) {
                    throw new CorruptDataException(String.valueOf(e.getMessage()), e);
                }
                var merged = new SampleBuffer();
                Merging.merge(all, own, merged);
                all = merged;
            }
            return Recode.chunks(all);
        }
    }
}

package tocsin.storage.openmetrics;

import tocsin.labels.Labels;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.block.BlockMeta;
import tocsin.storage.block.BlockNames;
import tocsin.storage.block.SeriesBlock;
import tocsin.storage.openmetrics.SampleLine.Sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Makes blocks of the samples in an OpenMetrics file, each with its own timestamp, in any order.
/// The file is read once to see what is in it, and then once for every few million samples, so that
/// memory does not grow with it.
public final class OpenMetricsImport {
    /// Samples held at once: about 100 MB.
    private static final long MOST_SAMPLES = 5_000_000;

    private final Path file;
    private final Path folder;
    private final long rangeMillis;
    private final Labels added;

    /// Samples of one series as they come.
    private static final class Column implements SeriesBlock.Samples {
        private long[] timestamps = new long[8];
        private double[] values = new double[8];
        private int size;

        void add(long timestamp, double value) {
            if (size == timestamps.length) {
                timestamps = Arrays.copyOf(timestamps, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            timestamps[size] = timestamp;
            values[size++] = value;
        }

        @Override
        public SampleBuffer inOrder(Labels labels) throws IOException {
            var order = new ArrayList<Integer>(size);
            for (int i = 0; i < size; i++) {
                order.add(i);
            }
            order.sort((a, b) -> Long.compare(timestamps[a], timestamps[b]));
            var buffer = new SampleBuffer();
            long before = Long.MIN_VALUE;
            for (int i : order) {
                if (buffer.size() > 0 && timestamps[i] == before) {
                    throw new IOException(
                            "series " + labels + " has two samples at " + before + " ms");
                }
                before = timestamps[i];
                buffer.add(before, values[i]);
            }
            return buffer;
        }
    }

    /// An import.
    ///
    /// @param rangeMillis that a block covers
    /// @param added labels that every series gets
    public OpenMetricsImport(Path file, Path folder, long rangeMillis, Labels added) {
        this.file = file;
        this.folder = folder;
        this.rangeMillis = rangeMillis;
        this.added = added;
    }

    /// Writes the blocks.
    ///
    /// @param now and `random` name them
    /// @param written told of each block when it is whole
    /// @return how many samples there were
    /// @throws OpenMetricsException when the file is no OpenMetrics; nothing was written then
    public long run(Instant now, RandomGenerator random, Consumer<BlockMeta> written)
            throws IOException {
        NavigableMap<Long, Long> counts = new TreeMap<>();
        each(sample -> counts.merge(start(sample.timestampMillis()), 1L, Long::sum));
        Files.createDirectories(folder);
        long total = 0;
        while (!counts.isEmpty()) {
            long first = counts.firstKey();
            long end = first;
            long held = 0;
            while (!counts.isEmpty()
                    && (held == 0 || held + counts.firstEntry().getValue() <= MOST_SAMPLES)) {
                var next = counts.pollFirstEntry();
                held += next.getValue();
                end = next.getKey() + rangeMillis;
            }
            total += held;
            for (var range : gathered(first, end).values()) {
                written.accept(write(range, BlockNames.next(now, random)));
            }
        }
        return total;
    }

    private long start(long timestamp) {
        return Math.floorDiv(timestamp, rangeMillis) * rangeMillis;
    }

    /// Takes a sample.
    private interface Taker {
        void take(Sample sample);
    }

    private void each(Taker taker) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            boolean ended = false;
            long number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (ended) {
                    throw new OpenMetricsException(number, "something stands behind # EOF");
                }
                if (line.startsWith("#")) {
                    ended = line.equals("# EOF");
                } else if (!line.isBlank()) {
                    taker.take(SampleLine.read(line, number));
                }
            }
            if (!ended) {
                throw new OpenMetricsException(number, "data does not end with # EOF");
            }
        }
    }

    private NavigableMap<Long, Map<Labels, Column>> gathered(long from, long to)
            throws IOException {
        var ranges = new TreeMap<Long, Map<Labels, Column>>();
        each(sample -> {
            long at = sample.timestampMillis();
            if (at >= from && at < to) {
                ranges.computeIfAbsent(start(at), _ -> new TreeMap<>())
                        .computeIfAbsent(sample.labels(), _ -> new Column())
                        .add(at, sample.value());
            }
        });
        return ranges;
    }

    private BlockMeta write(Map<Labels, Column> series, String name) throws IOException {
        var sorted = new TreeMap<Labels, Column>();
        series.forEach((labels, column) -> sorted.put(with(labels), column));
        return SeriesBlock.write(folder, name, sorted);
    }

    private Labels with(Labels own) {
        if (added.isEmpty()) {
            return own;
        }
        var builder = own.toBuilder();
        added.forEachLabel(builder::set);
        return builder.build();
    }
}

package tocsin.storage.local;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.labels.Matcher;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.source.SourceException;
import tocsin.rules.SampleSink;
import tocsin.storage.block.Block;
import tocsin.storage.block.BlockFolders;
import tocsin.storage.block.BlockMeta;
import tocsin.storage.head.Batch;
import tocsin.storage.head.Bounds;
import tocsin.storage.head.Deletion;
import tocsin.storage.head.Exemplars;
import tocsin.storage.head.Head;
import tocsin.storage.head.HeadMetrics;
import tocsin.storage.head.LabelKey;
import tocsin.storage.head.MappedChunks;
import tocsin.storage.head.RefusedSeriesException;
import tocsin.storage.head.SealedChunks;
import tocsin.storage.head.Verdict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The embedded time-series store. Open it with `open`, hand it to rules as both source and sink,
/// to remote write through `batch`, call `sync` every second or so and `maintain` every minute, and
/// close it last.
///
/// What was answered with success survives the death of the process at any moment.
public final class LocalStore implements SeriesSource, SampleSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStore.class);

    private final Logs logs;
    private final Head head;
    private final Blocks blocks;
    private final Keeper keeper;

    private LocalStore(Logs logs, Head head, Blocks blocks, Keeper keeper) {
        this.logs = logs;
        this.head = head;
        this.blocks = blocks;
        this.keeper = keeper;
    }

    /// Opens the store of a folder and reads its log.
    ///
    /// @param random names blocks
    /// @throws IOException when the folder cannot be read or written
    public static LocalStore open(
            StoreSettings settings, PrometheusRegistry registry, RandomGenerator random)
            throws IOException {
        Logs logs = Logs.open(settings, registry);
        var bounds = new Bounds(settings.blockRange().toMillis(), settings.lateWindow().toMillis());
        var metrics = new HeadMetrics(registry);
        var head =
                new Head(
                        bounds,
                        settings.limits(),
                        logs.sinks(),
                        settings.mostExemplars(),
                        MappedChunks.open(settings.folder().resolve("head_chunks"), registry),
                        metrics);
        var blocks = new Blocks(settings.folder(), registry);
        BlockFolders.sweep(settings.folder());
        blocks.load();
        bounds.refuseBefore(blocks.end());
        replay(settings.folder(), logs, head);
        var keeper = new Keeper(settings, head, blocks, logs, random);
        return new LocalStore(logs, head, blocks, keeper);
    }

    private static void replay(Path folder, Logs logs, Head head) throws IOException {
        var replay = new Replay(head);
        logs.replay(replay);
        replay.done();
        LOG.atInfo()
                .addKeyValue("folder", folder)
                .addKeyValue("series", head.seriesCount())
                .addKeyValue("samples", replay.samplesRead())
                .addKeyValue("samplesOfUnknownSeries", replay.unknown())
                .log("Log read");
    }

    /// Begins a batch of samples from outside, for one thread. What is committed without an
    /// exception is kept.
    public Batch batch() {
        return head.batch();
    }

    /// The names of all labels, sorted.
    public Set<String> labelNames() {
        Set<String> names = head.labelNames();
        blocks.all().forEach(block -> names.addAll(block.labelNames()));
        return names;
    }

    /// The values of a label, sorted.
    ///
    /// @throws SourceException when a block cannot be read
    public Set<String> labelValues(String name) throws SourceException {
        Set<String> values = head.labelValues(name);
        try {
            for (Block block : blocks.all()) {
                values.addAll(block.labelValues(name));
            }
        } catch (IOException e) {
            throw new SourceException("a block cannot be read: " + e.getMessage(), e);
        }
        return values;
    }

    /// How many series there are now.
    public int seriesCount() {
        return head.seriesCount();
    }

    @Override
    public Selector prepare(List<Matcher> matchers) {
        return new StoreSelector(head.select(matchers), blocks, matchers);
    }

    /// The sink of what a member writes itself, at this moment: it moves no bound for what comes
    /// from outside.
    public SampleSink own() {
        return samples -> append(head.ownBatch(), samples);
    }

    @Override
    public List<Refused> append(List<Sample> samples) {
        return append(head.batch(), samples);
    }

    private static List<Refused> append(Batch batch, List<Sample> samples) {
        List<Refused> refused = new ArrayList<>();
        try {
            for (Sample sample : samples) {
                add(batch, sample, refused);
            }
            batch.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return refused;
    }

    private static void add(Batch batch, Sample sample, List<Refused> refused) throws IOException {
        try {
            batch.on(LabelKey.of(sample.labels()));
            var histogram = sample.histogram();
            Verdict verdict =
                    histogram == null
                            ? batch.add(sample.timestampMillis(), sample.value())
                            : batch.add(sample.timestampMillis(), histogram);
            if (!verdict.isStored()) {
                refused.add(new Refused(sample, reason(verdict), verdict.message()));
            }
        } catch (RefusedSeriesException e) {
            refused.add(new Refused(sample, Reason.LIMIT, String.valueOf(e.getMessage())));
        }
    }

    private static Reason reason(Verdict verdict) {
        return switch (verdict) {
            case DUPLICATE, STORED, STORED_LATE, SAME, SERIES_GONE -> Reason.DUPLICATE;
            case OUT_OF_ORDER -> Reason.OUT_OF_ORDER;
            case OUT_OF_BOUNDS, TOO_OLD -> Reason.TOO_OLD;
        };
    }

    /// Makes what was written survive the machine too. Call it every second or so.
    ///
    /// @throws IOException when the disk fails
    public void sync() throws IOException {
        logs.sync();
    }

    /// Writes complete ranges of the head to blocks, shortens the log, merges blocks, and deletes
    /// what is older than the retention. Call it every minute or so, from one thread; it may take
    /// long.
    ///
    /// @throws IOException when the disk fails; it is tried again with the next call
    public void maintain(Instant now) throws IOException {
        keeper.maintain(now);
    }

    /// Deletes the samples of a range, both ends included, of the series that match. Safe when this
    /// returns; the room is given back when their blocks are written anew.
    ///
    /// @return of how many series of the head and of blocks something was deleted
    /// @throws IOException when the disk fails; some of it is deleted then
    public int delete(List<Matcher> matchers, long from, long to) throws IOException {
        return keeper.delete(matchers, new Deletion(from, to));
    }

    /// Writes all blocks anew of which something was deleted.
    ///
    /// @throws IOException when the disk fails
    public void cleanTombstones(Instant now) throws IOException {
        keeper.cleanTombstones(now);
    }

    /// Puts all blocks, and the head as blocks, into a folder of its own below `snapshots`.
    ///
    /// @param withHead whether samples count that are in no block yet
    /// @return the name of the folder
    /// @throws IOException when the disk fails
    public String snapshot(boolean withHead, Instant now) throws IOException {
        return keeper.snapshot(withHead, now);
    }

    /// The newest exemplars.
    public Exemplars exemplars() {
        return head.exemplars();
    }

    /// What the blocks say of themselves, the oldest first.
    public List<BlockMeta> blocks() {
        return blocks.all().stream().map(Block::meta).toList();
    }

    /// Writes what waits and closes the log. Nothing may be appended any more.
    @Override
    public void close() throws IOException {
        try (SealedChunks _ = head.sealed()) {
            logs.close();
        }
    }
}

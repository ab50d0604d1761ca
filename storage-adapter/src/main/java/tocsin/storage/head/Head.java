package tocsin.storage.head;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.source.Patience;
import tocsin.storage.chunk.Chunk;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.head.Exemplars.Exemplar;
import tocsin.storage.head.Window.Sealed;
import tocsin.storage.wal.LogSink;
import tocsin.storage.wal.WalRecords;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// The newest samples of all series, in memory. Any thread may append and read; each series has one
/// writer at a time.
///
/// The log may hold the samples of two batches in another order than the chunks do. That is no
/// harm: reading the log takes samples in whatever order they come.
public final class Head {
    private static final Logger LOG = LoggerFactory.getLogger(Head.class);
    private static final int LARGE_RECORD = 64 * 1024;
    private static final int MOVED_AT_ONCE = 64;

    private final SeriesTable table = new SeriesTable();
    private final LabelIndex index = new LabelIndex();
    private final Bounds bounds;
    private final SeriesLimits limits;
    private final Logs logs;
    private final Exemplars exemplars;
    private final SealedChunks sealed;
    private final HeadMetrics metrics;
    private final AtomicInteger count = new AtomicInteger();

    /// Where the head writes what must outlive the process.
    ///
    /// @param main series, samples in order, deletions, exemplars
    /// @param late samples that came late: apart, for they outlive the blocks of their time
    public record Logs(LogSink main, LogSink late) {
        /// Nowhere.
        public static final Logs NONE = new Logs(LogSink.NONE, LogSink.NONE);
    }

    /// An empty head.
    ///
    /// @param mostExemplars kept; the oldest go first
    /// @param sealed where chunks are that grow no more; closed by who made it
    public Head(
            Bounds bounds,
            SeriesLimits limits,
            Logs logs,
            int mostExemplars,
            SealedChunks sealed,
            HeadMetrics metrics) {
        this.bounds = bounds;
        this.limits = limits;
        this.logs = logs;
        this.exemplars = new Exemplars(mostExemplars);
        this.sealed = sealed;
        this.metrics = metrics;
        metrics.watch(this);
    }

    /// The times it holds and takes.
    public Bounds bounds() {
        return bounds;
    }

    Logs logs() {
        return logs;
    }

    /// The newest exemplars.
    public Exemplars exemplars() {
        return exemplars;
    }

    /// Where its chunks are that grow no more.
    public SealedChunks sealed() {
        return sealed;
    }

    /// Moves what was sealed in a window, once it is enough to be worth a write.
    public void moveMany(Window window) {
        if (window.sealed().size() >= MOVED_AT_ONCE) {
            moveAll(window);
        }
    }

    /// Moves what was sealed in a window.
    public void moveAll(Window window) {
        List<Sealed> from = window.sealed();
        if (!from.isEmpty()) {
            List<Chunk> moved = sealed.keep(from.stream().map(Sealed::chunk).toList());
            for (int i = 0; i < moved.size(); i++) {
                from.get(i).series().replace(from.get(i).chunk(), moved.get(i));
            }
            from.clear();
        }
    }

    HeadMetrics metrics() {
        return metrics;
    }

    /// How many series it holds.
    public int seriesCount() {
        return index.size();
    }

    /// Begins a batch of samples from outside, for one thread.
    public Batch batch() {
        return new Batch(this, bounds.window());
    }

    /// Begins a batch of samples that a member writes itself, for one thread.
    public Batch ownBatch() {
        return new Batch(this, bounds.own());
    }

    /// The series of a label set, made when there is none.
    ///
    /// @throws RefusedSeriesException when it may not be made
    /// @throws IOException when the log cannot take it
    MemSeries series(LabelKey key) throws RefusedSeriesException, IOException {
        MemSeries there = table.find(key);
        return there != null ? there : make(key);
    }

    /// The same, knowing that what the table has may be gone.
    MemSeries seriesAnew(LabelKey key) throws RefusedSeriesException, IOException {
        return make(key);
    }

    private MemSeries make(LabelKey key) throws RefusedSeriesException, IOException {
        Labels labels = key.toLabels();
        Optional<String> problem = limits.problem(labels);
        if (problem.isEmpty() && count.get() >= limits.series()) {
            problem =
                    Optional.of(
                            "series "
                                    + labels
                                    + ": the limit of "
                                    + limits.series()
                                    + " series is reached");
        }
        if (problem.isPresent()) {
            metrics.refusedSeries();
            throw new RefusedSeriesException(problem.get());
        }
        try {
            return table.findOrAdd(key, () -> index.add(labels, key.hash(), this::born));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void born(MemSeries series) {
        var record = new ByteOut(256);
        WalRecords.beginSeries(record);
        WalRecords.series(record, series.id(), series.labels());
        try {
            logs.main().append(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        metrics.created();
        count.incrementAndGet();
    }

    /// Takes a series from the log; the one that is there when two have the same labels.
    public MemSeries restore(long ref, Labels labels) {
        LabelKey key = LabelKey.of(labels);
        int id = (int) ref;
        boolean usable = ref > 0 && ref == id && index.series(id) == null;
        MemSeries series =
                table.findOrAdd(
                        key,
                        () ->
                                usable
                                        ? index.restore(id, labels, key.hash())
                                        : index.add(labels, key.hash(), this::born));
        count.set(index.size());
        return series;
    }

    /// Takes an exemplar from the log.
    public void restore(MemSeries of, Exemplar exemplar) {
        exemplars.add(of.labels(), exemplar);
    }

    /// The series that match, kept current.
    public HeadSelector select(List<Matcher> matchers) {
        return new HeadSelector(index, matchers);
    }

    /// The names of all labels, sorted.
    public Set<String> labelNames() {
        return index.names();
    }

    /// The values of a label, sorted.
    public Set<String> labelValues(String name) {
        return index.values(name);
    }

    /// All series at about this moment.
    public List<MemSeries> all() {
        return table.all();
    }

    /// Whether there is a series of a number.
    public boolean has(int id) {
        return index.series(id) != null;
    }

    /// Deletes the samples of a range of the series that match. Safe when this returns.
    ///
    /// @return of how many series something was deleted
    /// @throws IOException when the log does not take it: it is deleted, and may come back
    public int delete(List<Matcher> matchers, Deletion range) throws IOException {
        var record = new ByteOut(1024);
        WalRecords.beginTombstones(record);
        int count = 0;
        for (MemSeries series : select(matchers).series(Patience.ENDLESS)) {
            Optional<Deletion> own = series.delete(range);
            if (own.isEmpty()) {
                continue;
            }
            count++;
            WalRecords.tombstone(record, series.id(), own.get().from(), own.get().to());
            if (record.size() > LARGE_RECORD) {
                logDeletions(record);
                WalRecords.beginTombstones(record);
            }
        }
        logDeletions(record);
        return count;
    }

    private void logDeletions(ByteOut record) throws IOException {
        logs.main().await(logs.main().append(record));
        logs.late().await(logs.late().append(record));
    }

    /// A picture of everything before a time, for writing it elsewhere.
    public HeadCut cut(long before) {
        return HeadCut.of(table.all(), before);
    }

    /// Forgets what was written elsewhere.
    public void forget(HeadCut written) {
        written.forgetLate();
        forgetBefore(written.before());
    }

    /// Forgets the samples before a time, and the series that have no others.
    public void forgetBefore(long timestamp) {
        bounds.forgetBefore(timestamp);
        List<MemSeries> gone = new ArrayList<>();
        for (MemSeries series : table.all()) {
            if (series.forgetBefore(timestamp) == 0) {
                gone.add(series);
            }
        }
        table.drop(gone);
        index.drop(gone);
        sealed.forgetBefore(timestamp);
        count.set(index.size());
        metrics.removed(gone.size());
        LOG.atInfo()
                .addKeyValue("before", timestamp)
                .addKeyValue("seriesDropped", gone.size())
                .addKeyValue("seriesLeft", count.get())
                .log("Head truncated");
    }
}

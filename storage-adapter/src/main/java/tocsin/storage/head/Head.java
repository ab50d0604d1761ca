package tocsin.storage.head;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.storage.codec.ByteOut;
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

    private final SeriesTable table = new SeriesTable();
    private final LabelIndex index = new LabelIndex();
    private final Bounds bounds;
    private final SeriesLimits limits;
    private final LogSink log;
    private final HeadMetrics metrics;
    private final AtomicInteger count = new AtomicInteger();

    /// An empty head.
    public Head(Bounds bounds, SeriesLimits limits, LogSink log, HeadMetrics metrics) {
        this.bounds = bounds;
        this.limits = limits;
        this.log = log;
        this.metrics = metrics;
        metrics.watch(this);
    }

    /// The times it holds and takes.
    public Bounds bounds() {
        return bounds;
    }

    LogSink log() {
        return log;
    }

    HeadMetrics metrics() {
        return metrics;
    }

    /// How many series it holds.
    public int seriesCount() {
        return index.size();
    }

    /// Begins a batch of samples, for one thread.
    public Batch batch() {
        return new Batch(this, bounds.window());
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
            log.append(record);
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
        count.set(index.size());
        metrics.removed(gone.size());
        LOG.atInfo()
                .addKeyValue("before", timestamp)
                .addKeyValue("seriesDropped", gone.size())
                .addKeyValue("seriesLeft", count.get())
                .log("Head truncated");
    }
}

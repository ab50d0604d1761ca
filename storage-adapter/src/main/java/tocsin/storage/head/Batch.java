package tocsin.storage.head;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.FloatHistogram;
import tocsin.storage.chunk.IntHistogram;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.head.Exemplars.Exemplar;
import tocsin.storage.wal.HistogramRecords;
import tocsin.storage.wal.LogSink;
import tocsin.storage.wal.WalRecords;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Samples that come together: judged by one window, logged in one record, made safe by one wait.
/// Confined to one thread.
public final class Batch {
    /// Records of about 64 KiB: large enough to compress, far below what a segment holds.
    private static final int RECORD_SAMPLES = 4096;

    private final Head head;
    private final Window window;
    private final ByteOut record = new ByteOut(1024);
    private @Nullable LabelKey key;
    private @Nullable MemSeries series;
    private final Log main = new Log();
    private final Log late = new Log();
    private final List<LoggedExemplar> exemplars = new ArrayList<>();

    /// What one of the logs gets.
    private static final class Log {
        int[] refs = new int[16];
        long[] timestamps = new long[16];
        long[] bits = new long[16];
        int floats;
        final List<Logged> histograms = new ArrayList<>();

        void add(int ref, long timestamp, long raw) {
            if (floats == refs.length) {
                refs = Arrays.copyOf(refs, 2 * floats);
                timestamps = Arrays.copyOf(timestamps, 2 * floats);
                bits = Arrays.copyOf(bits, 2 * floats);
            }
            refs[floats] = ref;
            timestamps[floats] = timestamp;
            bits[floats++] = raw;
        }

        int size() {
            return floats + histograms.size();
        }

        void clear() {
            floats = 0;
            histograms.clear();
        }
    }

    private record LoggedExemplar(int ref, Exemplar exemplar) {}

    private record Logged(
            int ref,
            long timestamp,
            @Nullable IntHistogram integers,
            @Nullable FloatHistogram floats) {
        boolean isCustom() {
            int schema =
                    integers != null ? integers.schema() : floats == null ? 0 : floats.schema();
            return schema == FloatHistogram.CUSTOM_BUCKETS_SCHEMA;
        }
    }

    Batch(Head head, Window window) {
        this.head = head;
        this.window = window;
    }

    /// Turns to the series of these labels.
    ///
    /// @throws RefusedSeriesException when it may not be
    /// @throws IOException when the log takes nothing
    public void on(LabelKey labels) throws RefusedSeriesException, IOException {
        series = head.series(labels);
        key = labels;
    }

    private MemSeries current() {
        if (series == null) {
            throw new IllegalStateException("a sample before any series");
        }
        return series;
    }

    /// The series that the table has was dropped: a new one in its place.
    private MemSeries anew() throws RefusedSeriesException, IOException {
        if (key == null) {
            throw new IllegalStateException("a sample before any series");
        }
        MemSeries fresh = head.seriesAnew(key);
        series = fresh;
        return fresh;
    }

    /// Adds a float to the current series.
    public Verdict add(long timestamp, double value) throws RefusedSeriesException, IOException {
        long raw = Double.doubleToRawLongBits(value);
        MemSeries into = current();
        Verdict verdict = into.append(timestamp, raw, window);
        while (verdict == Verdict.SERIES_GONE) {
            into = anew();
            verdict = into.append(timestamp, raw, window);
        }
        if (verdict.isNew()) {
            log(verdict).add(into.id(), timestamp, raw);
        }
        return told(verdict);
    }

    /// Adds a histogram with integer counts to the current series.
    public Verdict add(long timestamp, IntHistogram histogram)
            throws RefusedSeriesException, IOException {
        MemSeries into = current();
        Verdict verdict = into.append(timestamp, histogram, window);
        while (verdict == Verdict.SERIES_GONE) {
            into = anew();
            verdict = into.append(timestamp, histogram, window);
        }
        if (verdict.isNew()) {
            log(verdict).histograms.add(new Logged(into.id(), timestamp, histogram, null));
        }
        return told(verdict);
    }

    /// Adds a histogram with float counts to the current series.
    public Verdict add(long timestamp, FloatHistogram histogram)
            throws RefusedSeriesException, IOException {
        MemSeries into = current();
        Verdict verdict = into.append(timestamp, histogram, window);
        while (verdict == Verdict.SERIES_GONE) {
            into = anew();
            verdict = into.append(timestamp, histogram, window);
        }
        if (verdict.isNew()) {
            log(verdict).histograms.add(new Logged(into.id(), timestamp, null, histogram));
        }
        return told(verdict);
    }

    /// Adds an exemplar of the current series.
    public Exemplars.Outcome add(Exemplar exemplar) {
        MemSeries of = current();
        Exemplars.Outcome outcome = head.exemplars().add(of.labels(), exemplar);
        if (outcome == Exemplars.Outcome.KEPT) {
            exemplars.add(new LoggedExemplar(of.id(), exemplar));
        }
        return outcome;
    }

    private Log log(Verdict verdict) {
        return verdict == Verdict.STORED_LATE ? late : main;
    }

    private Verdict told(Verdict verdict) {
        head.moveMany(window);
        if (!verdict.isStored()) {
            head.metrics().refused(verdict);
        }
        return verdict;
    }

    /// Logs what was stored, and blocks until it is as safe as the log promises.
    ///
    /// @throws IOException when the disk does not take it: it can be read, and may not survive
    public void commit() throws IOException {
        window.close();
        head.moveAll(window);
        int histograms = main.histograms.size() + late.histograms.size();
        head.metrics().appended(main.floats + late.floats, histograms, late.size());
        LogSink log = head.logs().main();
        long position = write(main, log);
        for (LoggedExemplar each : exemplars) {
            Exemplar exemplar = each.exemplar();
            WalRecords.exemplar(
                    record,
                    each.ref(),
                    exemplar.timestampMillis(),
                    exemplar.value(),
                    exemplar.labels());
            position = log.append(record);
        }
        // Late samples stand in another log than the series that explain them.
        log.await(late.size() > 0 ? log.last() : position);
        head.logs().late().await(write(late, head.logs().late()));
        main.clear();
        late.clear();
        exemplars.clear();
    }

    private long write(Log of, LogSink into) throws IOException {
        long position = 0;
        for (int from = 0; from < of.floats; from += RECORD_SAMPLES) {
            position = into.append(samples(of, from, Math.min(of.floats, from + RECORD_SAMPLES)));
        }
        for (Logged each : of.histograms) {
            position = into.append(histogram(each));
        }
        return position;
    }

    private ByteOut samples(Log of, int from, int to) {
        int ref = of.refs[from];
        long timestamp = of.timestamps[from];
        WalRecords.beginSamples(record, ref, timestamp);
        for (int i = from; i < to; i++) {
            WalRecords.sample(
                    record, (long) of.refs[i] - ref, of.timestamps[i] - timestamp, of.bits[i]);
        }
        return record;
    }

    private ByteOut histogram(Logged each) {
        if (each.integers() != null) {
            WalRecords.beginHistograms(record, each.isCustom(), each.ref(), each.timestamp());
            record.varint(0).varint(0);
            HistogramRecords.write(record, each.integers());
        } else if (each.floats() != null) {
            WalRecords.beginFloatHistograms(record, each.isCustom(), each.ref(), each.timestamp());
            record.varint(0).varint(0);
            HistogramRecords.write(record, each.floats());
        }
        return record;
    }
}

package tocsin.storage.head;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.FloatHistogram;
import tocsin.storage.chunk.IntHistogram;
import tocsin.storage.codec.ByteOut;
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
    private int[] refs = new int[64];
    private long[] timestamps = new long[64];
    private long[] bits = new long[64];
    private int floats;
    private final List<Logged> histograms = new ArrayList<>();
    private long late;

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
            log(into.id(), timestamp, raw);
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
            histograms.add(new Logged(into.id(), timestamp, histogram, null));
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
            histograms.add(new Logged(into.id(), timestamp, null, histogram));
        }
        return told(verdict);
    }

    private Verdict told(Verdict verdict) {
        if (verdict == Verdict.STORED_LATE) {
            late++;
        } else if (!verdict.isStored()) {
            head.metrics().refused(verdict);
        }
        return verdict;
    }

    private void log(int ref, long timestamp, long raw) {
        if (floats == refs.length) {
            refs = Arrays.copyOf(refs, 2 * floats);
            timestamps = Arrays.copyOf(timestamps, 2 * floats);
            bits = Arrays.copyOf(bits, 2 * floats);
        }
        refs[floats] = ref;
        timestamps[floats] = timestamp;
        bits[floats++] = raw;
    }

    /// Logs what was stored, and blocks until it is as safe as the log promises.
    ///
    /// @throws IOException when the disk does not take it: it can be read, and may not survive
    public void commit() throws IOException {
        window.close();
        head.metrics().appended(floats, histograms.size(), late);
        LogSink log = head.log();
        long position = 0;
        for (int from = 0; from < floats; from += RECORD_SAMPLES) {
            position = log.append(samples(from, Math.min(floats, from + RECORD_SAMPLES)));
        }
        for (Logged each : histograms) {
            position = log.append(histogram(each));
        }
        floats = 0;
        late = 0;
        histograms.clear();
        log.await(position);
    }

    private ByteOut samples(int from, int to) {
        WalRecords.beginSamples(record, refs[from], timestamps[from]);
        for (int i = from; i < to; i++) {
            WalRecords.sample(
                    record, (long) refs[i] - refs[from], timestamps[i] - timestamps[from], bits[i]);
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

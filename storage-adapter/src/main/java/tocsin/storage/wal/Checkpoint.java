package tocsin.storage.wal;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.labels.Labels;
import tocsin.promql.value.FloatHistogram;
import tocsin.storage.chunk.IntHistogram;
import tocsin.storage.codec.ByteOut;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.LongPredicate;

/// What of old segments still matters, written anew, so that the segments can go. A checkpoint is a
/// folder of segments itself, moved to its name when it is whole.
public final class Checkpoint {
    private final Path folder;
    private final WalMetrics metrics;

    /// Checkpoints of the log of a folder.
    public Checkpoint(Path folder, WalMetrics metrics) {
        this.folder = folder;
        this.metrics = metrics;
    }

    /// Replaces all segments before one.
    ///
    /// @param current the segment that is written now
    /// @param living whether a series is to be kept
    /// @param from the oldest sample to keep
    public void write(int current, LongPredicate living, long from) throws IOException {
        int upTo = current - 1;
        if (upTo < 0) {
            return;
        }
        Path draft = folder.resolve(WalFormat.CHECKPOINT + "tmp");
        WalReplay.removeFolder(draft);
        var quiet = new WalMetrics(new PrometheusRegistry());
        try (Wal into = Wal.open(WalSettings.of(draft), quiet)) {
            var filter = new Filter(into, living, from);
            new WalReplay(folder, metrics).readBefore(current, filter);
            filter.flush();
            into.endSegment();
        } catch (UncheckedIOException e) {
            throw new IOException("the log could not be shortened: " + e.getMessage(), e);
        }
        Path place = WalFormat.checkpoint(folder, upTo);
        WalReplay.removeFolder(place);
        WalReplay.moveInPlace(draft, place);
        WalReplay.removeBefore(folder, upTo);
        metrics.truncated();
    }

    /// Writes what is to be kept.
    private static final class Filter implements WalVisitor {
        private static final int MOST = 4096;

        private final LogSink into;
        private final LongPredicate living;
        private final long from;
        private final ByteOut record = new ByteOut(1 << 16);
        private final ByteOut single = new ByteOut(1024);
        private long baseRef;
        private long baseTime;
        private int samples;

        Filter(LogSink into, LongPredicate living, long from) {
            this.into = into;
            this.living = living;
            this.from = from;
        }

        private boolean keeps(long ref, long timestamp) {
            return timestamp >= from && living.test(ref);
        }

        private void add(ByteOut bytes) {
            try {
                into.await(into.append(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void flush() {
            if (samples > 0) {
                samples = 0;
                add(record);
            }
        }

        @Override
        public void series(long ref, Labels labels) {
            if (living.test(ref)) {
                flush();
                WalRecords.beginSeries(single);
                WalRecords.series(single, ref, labels);
                add(single);
            }
        }

        @Override
        public void sample(long ref, long timestamp, long bits) {
            if (!keeps(ref, timestamp)) {
                return;
            }
            if (samples == 0) {
                baseRef = ref;
                baseTime = timestamp;
                WalRecords.beginSamples(record, ref, timestamp);
            }
            WalRecords.sample(record, ref - baseRef, timestamp - baseTime, bits);
            if (++samples == MOST) {
                flush();
            }
        }

        @Override
        public void tombstone(long ref, long minTime, long maxTime) {
            if (keeps(ref, maxTime)) {
                flush();
                WalRecords.beginTombstones(single);
                WalRecords.tombstone(single, ref, minTime, maxTime);
                add(single);
            }
        }

        @Override
        public void exemplar(long ref, long timestamp, double value, Labels labels) {
            if (keeps(ref, timestamp)) {
                WalRecords.exemplar(single, ref, timestamp, value, labels);
                add(single);
            }
        }

        @Override
        public void histogram(long ref, long timestamp, IntHistogram histogram) {
            if (keeps(ref, timestamp)) {
                boolean custom = histogram.schema() == FloatHistogram.CUSTOM_BUCKETS_SCHEMA;
                WalRecords.beginHistograms(single, custom, ref, timestamp);
                single.varint(0).varint(0);
                HistogramRecords.write(single, histogram);
                add(single);
            }
        }

        @Override
        public void histogram(long ref, long timestamp, FloatHistogram histogram) {
            if (keeps(ref, timestamp)) {
                boolean custom = histogram.schema() == FloatHistogram.CUSTOM_BUCKETS_SCHEMA;
                WalRecords.beginFloatHistograms(single, custom, ref, timestamp);
                single.varint(0).varint(0);
                HistogramRecords.write(single, histogram);
                add(single);
            }
        }
    }
}

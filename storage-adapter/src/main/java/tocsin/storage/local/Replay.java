package tocsin.storage.local;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.value.FloatHistogram;
import tocsin.storage.chunk.IntHistogram;
import tocsin.storage.head.Deletion;
import tocsin.storage.head.Exemplars.Exemplar;
import tocsin.storage.head.Head;
import tocsin.storage.head.MemSeries;
import tocsin.storage.head.Window;
import tocsin.storage.wal.WalVisitor;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Fills the head from the log.
final class Replay implements WalVisitor {
    private static final int DENSE = 1 << 26;

    private final Head head;
    private final Window inOrder;
    private final Window late;
    private Window window;
    private @Nullable MemSeries[] dense = new MemSeries[1024];
    private final Map<Long, MemSeries> sparse = new HashMap<>();
    private long seriesRead;
    private long samplesRead;
    private long unknown;

    Replay(Head head) {
        this.head = head;
        this.inOrder = head.bounds().replay();
        this.late = head.bounds().replayLate();
        this.window = inOrder;
    }

    @Override
    public void series(long ref, Labels labels) {
        seriesRead++;
        MemSeries series = head.restore(ref, labels);
        if (ref < 0 || ref >= DENSE) {
            sparse.put(ref, series);
            return;
        }
        if (ref >= dense.length) {
            dense = Arrays.copyOf(dense, (int) Math.max(ref + 1, 2L * dense.length));
        }
        dense[(int) ref] = series;
    }

    private @Nullable MemSeries known(long ref) {
        MemSeries series =
                ref < 0 || ref >= DENSE
                        ? sparse.get(ref)
                        : ref < dense.length ? dense[(int) ref] : null;
        unknown += series == null ? 1 : 0;
        samplesRead++;
        return series;
    }

    @Override
    public void sample(long ref, long timestamp, long bits) {
        MemSeries series = known(ref);
        if (series != null) {
            series.append(timestamp, bits, window);
            head.moveMany(window);
        }
    }

    @Override
    public void histogram(long ref, long timestamp, IntHistogram histogram) {
        MemSeries series = known(ref);
        if (series != null) {
            series.append(timestamp, histogram, window);
            head.moveMany(window);
        }
    }

    @Override
    public void histogram(long ref, long timestamp, FloatHistogram histogram) {
        MemSeries series = known(ref);
        if (series != null) {
            series.append(timestamp, histogram, window);
            head.moveMany(window);
        }
    }

    @Override
    public void tombstone(long ref, long minTime, long maxTime) {
        MemSeries series = known(ref);
        if (series == null) {
            return;
        }
        var deletion = new Deletion(minTime, maxTime);
        if (window == late) {
            series.deleteLate(deletion);
        } else {
            series.delete(deletion);
        }
    }

    @Override
    public void exemplar(long ref, long timestamp, double value, Labels labels) {
        MemSeries series = known(ref);
        if (series != null) {
            head.restore(series, new Exemplar(labels, value, timestamp));
        }
    }

    /// Goes on with the log of late samples.
    Replay late() {
        window = late;
        return this;
    }

    /// Ends the reading, and tells the head what it holds.
    void done() {
        for (Window each : List.of(inOrder, late)) {
            each.close();
            head.moveAll(each);
        }
    }

    long seriesRead() {
        return seriesRead;
    }

    long samplesRead() {
        return samplesRead;
    }

    /// Samples of series that no record explains.
    long unknown() {
        return unknown;
    }
}

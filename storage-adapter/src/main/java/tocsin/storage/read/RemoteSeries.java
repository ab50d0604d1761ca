package tocsin.storage.read;

import tocsin.labels.Labels;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.chunk.Merging;

import java.util.Arrays;

/// A series as another server gave it.
final class RemoteSeries implements Series {
    private final Labels labels;
    private final SampleBuffer samples;

    /// @param samples in order of time
    RemoteSeries(Labels labels, SampleBuffer samples) {
        this.labels = labels;
        this.samples = samples;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public void read(long fromExclusive, long toInclusive, SampleBuffer into) {
        for (int i = after(fromExclusive); i < after(toInclusive); i++) {
            Merging.copy(samples, i, into);
        }
    }

    @Override
    public void last(long fromExclusive, long toInclusive, SampleBuffer into) {
        int last = after(toInclusive) - 1;
        if (last >= 0 && samples.timestamp(last) > fromExclusive) {
            Merging.copy(samples, last, into);
        }
    }

    /// The first sample beyond a time.
    private int after(long timestamp) {
        int found = Arrays.binarySearch(samples.timestamps(), 0, samples.size(), timestamp);
        return found >= 0 ? found + 1 : -found - 1;
    }
}

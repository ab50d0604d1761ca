package tocsin.storage.chunk;

import tocsin.promql.value.SampleBuffer;

/// Samples of one series from two places, as one run.
public final class Merging {
    private Merging() {}

    /// Appends the samples of both in order of time; where both have one time, the first's.
    public static void merge(SampleBuffer first, SampleBuffer second, SampleBuffer into) {
        int i = 0;
        int j = 0;
        while (i < first.size() || j < second.size()) {
            long left = i < first.size() ? first.timestamp(i) : Long.MAX_VALUE;
            long right = j < second.size() ? second.timestamp(j) : Long.MAX_VALUE;
            if (i < first.size() && left <= right) {
                copy(first, i++, into);
                if (left == right && j < second.size()) {
                    j++;
                }
            } else {
                copy(second, j++, into);
            }
        }
    }

    /// Appends one sample of a buffer to another.
    public static void copy(SampleBuffer from, int index, SampleBuffer into) {
        var histogram = from.histogram(index);
        if (histogram == null) {
            into.add(from.timestamp(index), from.value(index));
        } else {
            into.add(from.timestamp(index), histogram);
        }
        if (from.startTimestamp(index) != 0) {
            into.startedAt(from.startTimestamp(index));
        }
    }
}

package tocsin.promql.window;

import tocsin.promql.histogram.Histograms;

/// When a counter began anew: where it fell, or where a sample says that it began after the one
/// before.
final class Counters {
    private Counters() {}

    /// Whether the sample at `index` says that its counter began after the one before it.
    static boolean beganAnew(Window window, int index) {
        long begun = window.startTimestamp(index);
        long time = window.times[index];
        long previous = window.times[index - 1];
        if (begun == 0 || begun >= time || begun < previous) {
            return false;
        }
        if (begun > previous) {
            return true;
        }
        long previousBegun = window.startTimestamp(index - 1);
        return previousBegun <= previous && previousBegun != 0 && previousBegun != previous;
    }

    static boolean isFloatReset(Window window, int index, boolean starts) {
        return window.values[index] < window.values[index - 1]
                || (starts && beganAnew(window, index));
    }

    static boolean isHistogramReset(Window window, int index) {
        return beganAnew(window, index)
                || Histograms.isReset(window.histogramAt(index), window.histogramAt(index - 1));
    }

    /// Says so where samples claim to have begun before the one before them was taken.
    static void checkOverlaps(Window window) {
        if (!window.hasStartTimestamps()) {
            return;
        }
        for (int i = window.from + 1; i < window.to; i++) {
            long begun = window.startTimestamp(i);
            boolean overlaps =
                    begun != 0
                            && begun < window.times[i - 1]
                            && begun != window.startTimestamp(i - 1);
            if (overlaps) {
                window.notes()
                        .warnCounted(
                                "sample has start time that overlaps with previous sample"
                                        + " timestamp for metric "
                                        + tocsin.labels.Quoting.quote(
                                                window.labels()
                                                        .get(tocsin.labels.Labels.METRIC_NAME)));
                return;
            }
        }
    }
}

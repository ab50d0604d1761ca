package tocsin.promql.window;

import org.jspecify.annotations.Nullable;

import tocsin.promql.histogram.Histograms;
import tocsin.promql.value.FloatHistogram;

/// `changes` and `resets`: how often the next sample differs, or is below.
final class Changes {
    private Changes() {}

    static double count(Window window, boolean resets) {
        return count(window, window.from, resets);
    }

    /// Counts from a sample on.
    static double count(Window window, int first, boolean resets) {
        if (resets) {
            Counters.checkOverlaps(window);
        }
        int count = 0;
        for (int i = first + 1; i < window.to; i++) {
            FloatHistogram before = window.histogram(i - 1);
            FloatHistogram now = window.histogram(i);
            if ((before == null) != (now == null)) {
                count++;
            } else if (resets ? isReset(window, i, now) : isChange(window, i, before, now)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isReset(Window window, int index, @Nullable FloatHistogram now) {
        return now == null
                ? Counters.isFloatReset(window, index, true)
                : Counters.isHistogramReset(window, index);
    }

    private static boolean isChange(
            Window window,
            int index,
            @Nullable FloatHistogram before,
            @Nullable FloatHistogram now) {
        if (before != null && now != null) {
            return !Histograms.isSame(now, before);
        }
        double a = window.values[index - 1];
        double b = window.values[index];
        return a != b && !(Double.isNaN(a) && Double.isNaN(b));
    }
}

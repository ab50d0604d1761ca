package tocsin.promql.window;

import org.jspecify.annotations.Nullable;

import tocsin.promql.histogram.Histograms;
import tocsin.promql.histogram.Tally;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;

/// `anchored` and `smoothed` windows of native histograms.
public final class ExtendedHistograms {
    private ExtendedHistograms() {}

    static double difference(Window window, boolean smoothed, boolean counter, boolean perSecond) {
        int first = window.from;
        int last = window.to - 1;
        if (!check(window, counter)) {
            return RangeFunction.NONE;
        }
        FloatHistogram left = window.histogramAt(first);
        boolean interpolates = smoothed && window.times[first] < window.start;
        if (interpolates && first < last) {
            left = between(window, first, window.start, counter);
        }
        FloatHistogram right = window.histogramAt(last);
        if (smoothed && window.times[last] > window.end && last > first) {
            right = between(window, last - 1, window.end, counter);
        }
        var result = new Tally(right).subtract(left);
        if (counter) {
            addResets(window, left, right, interpolates, result);
        }
        if (result.reconciled()) {
            window.notes().info(Rates.RECONCILED + "subtraction");
        }
        if (perSecond) {
            result.divide(window.seconds());
        }
        return window.give(result.hint(CounterResetHint.GAUGE).compact());
    }

    private static boolean check(Window window, boolean counter) {
        FloatHistogram last = window.histogramAt(window.to - 1);
        boolean gauges = false;
        boolean counters = false;
        for (int i = window.from; i < window.to; i++) {
            FloatHistogram each = window.histogramAt(i);
            gauges |= Rates.isGauge(each);
            counters |= !Rates.isGauge(each);
            if (!Histograms.compatible(each, last)) {
                window.warn(Rates.MIXED_SCHEMAS);
                return false;
            }
        }
        if (counter && gauges) {
            window.warn(Rates.NOT_COUNTER);
        }
        if (!counter && counters) {
            window.warn(Rates.NOT_GAUGE);
        }
        return true;
    }

    private static FloatHistogram between(Window window, int index, long time, boolean counter) {
        FloatHistogram found =
                interpolated(
                        window.histogramAt(index),
                        window.histogramAt(index + 1),
                        share(window.times[index], window.times[index + 1], time),
                        counter);
        if (found == null) {
            throw new IllegalStateException("buckets were checked");
        }
        return found;
    }

    /// How far a time is on the way between two others.
    public static double share(long from, long to, long time) {
        return (double) (time - from) / (to - from);
    }

    private static void addResets(
            Window window,
            FloatHistogram left,
            FloatHistogram right,
            boolean interpolated,
            Tally result) {
        FloatHistogram previous = left;
        boolean fromEdge = interpolated;
        for (int i = window.from; i < window.to; i++) {
            if (window.times[i] <= window.start || window.times[i] >= window.end) {
                continue;
            }
            FloatHistogram current = window.histogramAt(i);
            boolean covered = fromEdge && i == window.from + 1 && wasReset(window, i);
            if (!covered && Histograms.isReset(current, previous)) {
                result.add(previous);
            }
            fromEdge = false;
            previous = current;
        }
        long end = window.times[window.to - 1];
        if (end > window.start && end < window.end) {
            return;
        }
        boolean covered = fromEdge && wasReset(window, Math.min(window.from + 1, window.to - 1));
        if (!covered && Histograms.isReset(right, previous)) {
            result.add(previous);
        }
    }

    /// Whether the left edge lies within a reset, which interpolation has taken into account.
    private static boolean wasReset(Window window, int index) {
        return index > window.from
                && Histograms.isReset(window.histogramAt(index), window.histogramAt(index - 1));
    }

    /// The histogram between two others; null when their buckets do not go together.
    ///
    /// @param share how far it is on the way, from 0 to 1
    public static @Nullable FloatHistogram interpolated(
            FloatHistogram a, FloatHistogram b, double share, boolean counter) {
        if (share == 0) {
            return a;
        }
        if (share == 1) {
            return b;
        }
        if (!Histograms.compatible(a, b)) {
            return null;
        }
        if (counter && Histograms.isReset(b, a)) {
            return new Tally(b).multiply(share).compact();
        }
        FloatHistogram difference = new Tally(b).subtract(a).multiply(share).compact();
        boolean gauge = a.counterResetHint() == CounterResetHint.GAUGE;
        return new Tally(a)
                .add(difference)
                .hint(gauge ? CounterResetHint.GAUGE : CounterResetHint.UNKNOWN)
                .compact();
    }
}

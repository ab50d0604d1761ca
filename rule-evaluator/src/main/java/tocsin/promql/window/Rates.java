package tocsin.promql.window;

import org.jspecify.annotations.Nullable;

import tocsin.promql.histogram.Histograms;
import tocsin.promql.histogram.Tally;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;

/// `rate`, `increase` and `delta`: the difference over the samples of a window, extrapolated to its
/// edges.
final class Rates {
    private static final double THRESHOLD = 1.1;
    static final String NOT_COUNTER = "this native histogram metric is not a counter: ";
    static final String NOT_GAUGE = "this native histogram metric is not a gauge: ";
    static final String MIXED_SCHEMAS =
            "vector contains a mix of histograms with exponential and custom buckets schemas for"
                    + " metric name ";
    static final String RECONCILED = "mismatched custom buckets were reconciled during ";

    private Rates() {}

    static double extrapolated(Window window, boolean counter, boolean perSecond) {
        int histograms = window.histogramCount();
        if (window.isMixed(histograms)) {
            return RangeFunction.NONE;
        }
        if (counter) {
            Counters.checkOverlaps(window);
        }
        boolean began = counter && beganWithin(window);
        if (window.count() < 2 && !began) {
            return RangeFunction.NONE;
        }
        if (histograms > 0) {
            return ofHistograms(window, counter, perSecond, began);
        }
        double first = window.values[window.from];
        double increase = counter ? increase(window) : window.values[window.to - 1] - first;
        if (began) {
            increase += first;
        }
        double factor = factor(window, counter && !began, began, first, increase);
        return increase * (perSecond ? factor / window.seconds() : factor);
    }

    private static double increase(Window window) {
        double[] values = window.values;
        double increase = values[window.to - 1] - values[window.from];
        if (!window.hasStartTimestamps()) {
            return window.addFalls(increase);
        }
        for (int i = window.from + 1; i < window.to; i++) {
            if (Counters.isFloatReset(window, i, true)) {
                increase += values[i - 1];
            }
        }
        return increase;
    }

    /// Whether the first sample says that its counter began within the window.
    private static boolean beganWithin(Window window) {
        long begun = window.startTimestamp(window.from);
        return begun != 0 && window.start < begun && begun < window.times[window.from];
    }

    /// Extrapolates to the edges, yet not further than half a gap beyond where samples end, and a
    /// counter not below zero.
    private static double factor(
            Window window, boolean toZero, boolean began, double first, double increase) {
        long firstTime = window.times[window.from];
        long lastTime = window.times[window.to - 1];
        double sampled = (lastTime - firstTime) / 1e3;
        int gaps = window.count() - 1;
        double average = gaps == 0 ? 0 : sampled / gaps;
        double threshold = average * THRESHOLD;
        double start = (firstTime - window.start) / 1e3;
        double end = (window.end - lastTime) / 1e3;
        if (began) {
            start = 0;
            sampled = (lastTime - window.startTimestamp(window.from)) / 1e3;
        } else if (start >= threshold) {
            start = average / 2;
        }
        if (toZero && increase > 0 && first >= 0) {
            start = Math.min(start, sampled * (first / increase));
        }
        if (end >= threshold) {
            end = average / 2;
        }
        return sampled == 0 ? 1 : (sampled + start + end) / sampled;
    }

    private static double ofHistograms(
            Window window, boolean counter, boolean perSecond, boolean began) {
        FloatHistogram first = window.histogramAt(window.from);
        Tally result = window.count() < 2 ? null : difference(window, counter);
        if (began) {
            result =
                    window.count() < 2
                            ? new Tally(first)
                            : result == null ? null : result.add(first);
        }
        if (result == null) {
            return RangeFunction.NONE;
        }
        double factor = factor(window, counter && !began, began, first.count(), result.count());
        double by = perSecond ? factor / window.seconds() : factor;
        return window.give(result.multiply(by).hint(CounterResetHint.GAUGE).compact());
    }

    private static @Nullable Tally difference(Window window, boolean counter) {
        FloatHistogram first = window.histogramAt(window.from);
        FloatHistogram last = window.histogramAt(window.to - 1);
        if (counter && (isGauge(first) || isGauge(last))) {
            window.warn(NOT_COUNTER);
        }
        FloatHistogram previous = first;
        if (counter && Counters.isHistogramReset(window, window.from + 1)) {
            previous = Histograms.emptyLike(window.histogramAt(window.from + 1));
        }
        int coarsest = coarsest(window, previous, counter);
        if (coarsest == Integer.MIN_VALUE) {
            window.warn(MIXED_SCHEMAS);
            return null;
        }
        Tally result = new Tally(last).reduce(coarsest).subtract(previous);
        if (result.reconciled()) {
            window.notes().info(RECONCILED + "subtraction");
        }
        if (counter) {
            addResets(window, previous, result);
        } else if (!isGauge(first) || !isGauge(last)) {
            window.warn(NOT_GAUGE);
        }
        return result;
    }

    /// The coarsest schema of those that take part; the smallest number when they do not fit.
    private static int coarsest(Window window, FloatHistogram first, boolean counter) {
        FloatHistogram last = window.histogramAt(window.to - 1);
        if (!Histograms.compatible(first, last)) {
            return Integer.MIN_VALUE;
        }
        int coarsest = Math.min(first.schema(), last.schema());
        for (int i = window.from + 1; counter && i < window.to - 1; i++) {
            FloatHistogram middle = window.histogramAt(i);
            if (isGauge(middle)) {
                window.warn(NOT_COUNTER);
            }
            if (!Histograms.compatible(middle, last)) {
                return Integer.MIN_VALUE;
            }
            coarsest = Math.min(coarsest, middle.schema());
        }
        return coarsest;
    }

    private static void addResets(Window window, FloatHistogram first, Tally result) {
        FloatHistogram previous = first;
        boolean before = result.reconciled();
        for (int i = window.from + 1; i < window.to; i++) {
            FloatHistogram current = window.histogramAt(i);
            boolean anew = Counters.beganAnew(window, i) && i > window.from + 1;
            if (anew || Histograms.isReset(current, previous)) {
                result.add(previous);
            }
            previous = current;
        }
        if (result.reconciled() && !before) {
            window.notes().info(RECONCILED + "addition");
        }
    }

    static boolean isGauge(FloatHistogram histogram) {
        return histogram.counterResetHint() == CounterResetHint.GAUGE;
    }

    /// `irate` and `idelta`: the difference of the last two samples.
    static double instant(Window window, boolean rate) {
        if (window.count() < 2) {
            return RangeFunction.NONE;
        }
        int last = window.to - 1;
        boolean histogram = window.histogram(last) != null;
        if ((window.histogram(last - 1) != null) != histogram) {
            window.warn("encountered a mix of histograms and floats for metric name ");
            return RangeFunction.NONE;
        }
        double seconds = (window.times[last] - window.times[last - 1]) / 1e3;
        if (seconds == 0) {
            return RangeFunction.NONE;
        }
        if (histogram) {
            return instantOfHistograms(window, rate, seconds);
        }
        double before = window.values[last - 1];
        double now = window.values[last];
        if (!rate) {
            return now - before;
        }
        boolean reset = Counters.isFloatReset(window, last, true);
        return (reset ? now : now - before) / seconds;
    }

    private static double instantOfHistograms(Window window, boolean rate, double seconds) {
        int last = window.to - 1;
        FloatHistogram before = window.histogramAt(last - 1);
        FloatHistogram now = window.histogramAt(last);
        if (rate && (isGauge(before) || isGauge(now))) {
            window.warn(NOT_COUNTER);
        }
        if (!rate && (!isGauge(before) || !isGauge(now))) {
            window.warn(NOT_GAUGE);
        }
        var result = new Tally(now);
        if (!rate || !Counters.isHistogramReset(window, last)) {
            if (!Histograms.compatible(before, now)) {
                window.warn(MIXED_SCHEMAS);
                return RangeFunction.NONE;
            }
            result.subtract(before);
            if (result.reconciled()) {
                window.notes().info(RECONCILED + "subtraction");
            }
        }
        if (rate) {
            result.divide(seconds);
        }
        return window.give(result.hint(CounterResetHint.GAUGE).compact());
    }
}

package tocsin.promql.window;

import tocsin.promql.histogram.HistogramSum;
import tocsin.promql.maths.Kahan;
import tocsin.promql.maths.Mean;
import tocsin.promql.maths.Quantiles;
import tocsin.promql.value.FloatHistogram;

import java.util.Arrays;

/// The `…_over_time` family.
final class OverTime {
    private static final double HALF = 0.5;
    private static final String IGNORED =
            "ignored histograms in a range containing both floats and histograms for metric name ";

    private OverTime() {}

    /// A function that looks at floats only: histograms among them are left out, which is said.
    static RangeFunction floats(RangeFunction function) {
        return window -> {
            int histograms = window.histogramCount();
            if (histograms == 0) {
                return function.apply(window);
            }
            if (histograms == window.count()) {
                return RangeFunction.NONE;
            }
            window.info(IGNORED);
            return function.apply(onlyFloats(window, histograms));
        };
    }

    private static Window onlyFloats(Window window, int histograms) {
        var floats = new tocsin.promql.value.SampleBuffer();
        for (int i = window.from; i < window.to; i++) {
            if (window.histogram(i) == null) {
                floats.add(window.times[i], window.values[i]);
            }
        }
        var alone = new Window(window.notes(), false);
        alone.open(floats, window.labels());
        alone.move(window.step, window.evaluatedAt, window.start, window.end);
        alone.see(0, window.count() - histograms);
        return alone;
    }

    static double give(Window window, int index) {
        FloatHistogram histogram = window.histogram(index);
        return histogram == null ? window.values[index] : window.give(histogram);
    }

    static double sum(Window window) {
        if (window.isWhole()) {
            return window.wholeSum();
        }
        int histograms = window.histogramCount();
        if (window.isMixed(histograms)) {
            return RangeFunction.NONE;
        }
        if (histograms > 0) {
            return total(window, new HistogramSum(false));
        }
        return Kahan.sum(window.values, window.from, window.to);
    }

    static double mean(Window window) {
        if (window.isWhole()) {
            return window.wholeSum() / window.count();
        }
        int histograms = window.histogramCount();
        if (window.isMixed(histograms)) {
            return RangeFunction.NONE;
        }
        if (histograms > 0) {
            return total(window, new HistogramSum(true));
        }
        var mean = new Mean(window.values[window.from]);
        for (int i = window.from + 1; i < window.to; i++) {
            mean.add(window.values[i]);
        }
        return mean.value();
    }

    private static double total(Window window, HistogramSum sum) {
        for (int i = window.from; i < window.to; i++) {
            if (!sum.add(window.histogramAt(i))) {
                window.warn(Rates.MIXED_SCHEMAS);
                return RangeFunction.NONE;
            }
        }
        if (sum.collided()) {
            window.notes().warn("conflicting counter resets during histogram aggregation");
        }
        if (sum.reconciled()) {
            window.notes().info(Rates.RECONCILED + "aggregation");
        }
        return window.give(sum.value());
    }

    static double extreme(Window window, boolean max) {
        return window.values[extremeAt(window, max, false)];
    }

    static double timeOfExtreme(Window window, boolean max) {
        return window.times[extremeAt(window, max, true)] / 1e3;
    }

    /// Where the extreme stands: any number rather than NaN, and of equal ones the first or the
    /// last. Looks at samples that came into the window only, unless the last extreme left it.
    private static int extremeAt(Window window, boolean max, boolean last) {
        double[] values = window.values;
        boolean stays = window.extremeAt >= window.from;
        int found = stays ? window.extremeAt : window.from;
        double best = values[found];
        for (int i = stays ? window.extremeOf : window.from + 1; i < window.to; i++) {
            double value = values[i];
            boolean better = max ? value > best : value < best;
            if (better || (last && value == best) || Double.isNaN(best)) {
                found = i;
                best = value;
            }
        }
        window.extremeAt = found;
        window.extremeOf = window.to;
        return found;
    }

    static double variance(Window window) {
        var mean = new Kahan();
        var squares = new Kahan();
        double count = 0;
        for (int i = window.from; i < window.to; i++) {
            count++;
            double value = window.values[i];
            double delta = value - (mean.raw() + mean.compensation());
            mean.add(delta / count);
            squares.add(delta * (value - (mean.raw() + mean.compensation())));
        }
        return (squares.raw() + squares.compensation()) / count;
    }

    static double absoluteDeviation(Window window) {
        double[] values = Arrays.copyOfRange(window.values, window.from, window.to);
        for (double value : values) {
            if (Double.isNaN(value)) {
                return Double.NaN;
            }
        }
        double median = Quantiles.of(HALF, values);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i] - median);
        }
        return Quantiles.of(HALF, values);
    }

    static double quantile(Window window, double quantile) {
        return Quantiles.of(quantile, Arrays.copyOfRange(window.values, window.from, window.to));
    }
}

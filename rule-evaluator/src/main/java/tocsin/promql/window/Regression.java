package tocsin.promql.window;

import tocsin.promql.maths.Kahan;

/// A line through the samples of a window, by least squares.
record Regression(double slope, double intercept) {
    static Regression of(Window window, long origin) {
        var xs = new Kahan();
        var ys = new Kahan();
        var xys = new Kahan();
        var squares = new Kahan();
        double first = window.values[window.from];
        boolean constant = true;
        for (int i = window.from; i < window.to; i++) {
            double y = window.values[i];
            constant &= y == first;
            double x = (window.times[i] - origin) / 1e3;
            xs.add(x);
            ys.add(y);
            xys.add(x * y);
            squares.add(x * x);
        }
        if (constant) {
            return Double.isInfinite(first)
                    ? new Regression(Double.NaN, Double.NaN)
                    : new Regression(0, first);
        }
        double n = window.count();
        double sumX = xs.raw() + xs.compensation();
        double sumY = ys.raw() + ys.compensation();
        double covariance = xys.raw() + xys.compensation() - sumX * sumY / n;
        double variance = squares.raw() + squares.compensation() - sumX * sumX / n;
        double slope = covariance / variance;
        return new Regression(slope, sumY / n - slope * sumX / n);
    }

    static double derivative(Window window) {
        return window.count() < 2
                ? RangeFunction.NONE
                : of(window, window.times[window.from]).slope();
    }

    static double predict(Window window, double seconds) {
        if (window.count() < 2) {
            return RangeFunction.NONE;
        }
        Regression line = of(window, window.evaluatedAt);
        return line.slope() * seconds + line.intercept();
    }

    /// Holt's double exponential smoothing.
    static double smooth(Window window, double factor, double trendFactor) {
        if (window.count() < 2) {
            return RangeFunction.NONE;
        }
        double before = 0;
        double level = window.values[window.from];
        double trend = window.values[window.from + 1] - level;
        for (int i = window.from + 1; i < window.to; i++) {
            double scaled = factor * window.values[i];
            if (i > window.from + 1) {
                trend = trendFactor * (level - before) + (1 - trendFactor) * trend;
            }
            double rest = (1 - factor) * (level + trend);
            before = level;
            level = scaled + rest;
        }
        return level;
    }
}

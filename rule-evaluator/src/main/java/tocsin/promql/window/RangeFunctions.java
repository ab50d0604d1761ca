package tocsin.promql.window;

import org.jspecify.annotations.Nullable;

/// The functions of windows, by name.
public final class RangeFunctions {
    private RangeFunctions() {}

    /// The function of this name; null for those that need more than a window.
    public static @Nullable RangeFunction find(String name) {
        return switch (name) {
            case "rate" -> window -> Rates.extrapolated(window, true, true);
            case "increase" -> window -> Rates.extrapolated(window, true, false);
            case "delta" -> window -> Rates.extrapolated(window, false, false);
            case "irate" -> window -> Rates.instant(window, true);
            case "idelta" -> window -> Rates.instant(window, false);
            case "resets" -> window -> Changes.count(window, true);
            case "changes" -> window -> Changes.count(window, false);
            case "deriv" -> OverTime.floats(Regression::derivative);
            case "count_over_time" -> Window::count;
            case "present_over_time" -> _ -> 1;
            case "last_over_time" -> window -> OverTime.give(window, window.to - 1);
            case "first_over_time" -> window -> OverTime.give(window, window.from);
            case "ts_of_first_over_time" -> window -> window.times[window.from] / 1e3;
            case "ts_of_last_over_time" -> window -> window.times[window.to - 1] / 1e3;
            default -> overTime(name);
        };
    }

    private static @Nullable RangeFunction overTime(String name) {
        return switch (name) {
            case "sum_over_time" -> OverTime::sum;
            case "avg_over_time" -> OverTime::mean;
            case "min_over_time" -> OverTime.floats(window -> OverTime.extreme(window, false));
            case "max_over_time" -> OverTime.floats(window -> OverTime.extreme(window, true));
            case "stdvar_over_time" -> OverTime.floats(OverTime::variance);
            case "stddev_over_time" ->
                    OverTime.floats(window -> Math.sqrt(OverTime.variance(window)));
            case "mad_over_time" -> OverTime.floats(OverTime::absoluteDeviation);
            case "ts_of_max_over_time" ->
                    OverTime.floats(window -> OverTime.timeOfExtreme(window, true));
            case "ts_of_min_over_time" ->
                    OverTime.floats(window -> OverTime.timeOfExtreme(window, false));
            default -> null;
        };
    }

    /// `quantile_over_time`; the quantile of each step.
    public static RangeFunction quantile(double[] quantiles) {
        return OverTime.floats(window -> OverTime.quantile(window, quantiles[window.step]));
    }

    /// `predict_linear`; the seconds ahead of each step.
    public static RangeFunction predict(double[] seconds) {
        return OverTime.floats(window -> Regression.predict(window, seconds[window.step]));
    }

    /// `double_exponential_smoothing`; the factors of each step.
    public static RangeFunction smooth(double[] factors, double[] trends) {
        return OverTime.floats(
                window -> Regression.smooth(window, factors[window.step], trends[window.step]));
    }
}

package tocsin.promql.maths;

import java.util.Arrays;
import java.util.Comparator;

/// Quantiles of values.
public final class Quantiles {
    private Quantiles() {}

    /// The φ-quantile; `values` is sorted in place, NaN first.
    public static double of(double quantile, double[] values) {
        if (values.length == 0 || Double.isNaN(quantile)) {
            return Double.NaN;
        }
        if (quantile < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (quantile > 1) {
            return Double.POSITIVE_INFINITY;
        }
        sort(values);
        double rank = quantile * (values.length - 1);
        int lower = (int) Math.max(0, Math.floor(rank));
        int upper = Math.min(values.length - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return values[lower] * (1 - weight) + values[upper] * weight;
    }

    private static void sort(double[] values) {
        Arrays.sort(values);
        int nans = 0;
        while (nans < values.length && Double.isNaN(values[values.length - 1 - nans])) {
            nans++;
        }
        if (nans > 0 && nans < values.length) {
            double[] copy = values.clone();
            System.arraycopy(copy, 0, values, nans, values.length - nans);
            Arrays.fill(values, 0, nans, Double.NaN);
        }
    }

    /// Ascending, NaN last.
    public static final Comparator<Double> NAN_LAST =
            (a, b) -> {
                if (Double.isNaN(a) || Double.isNaN(b)) {
                    return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
                }
                return Double.compare(a, b);
            };
}

package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.SampleBuffer;

import java.util.Arrays;

/// Rows of samples, one for each step, in one column: that of `row` at `step` stands at `row *
/// steps + step`. Where there is no sample stands [#NONE]; a histogram has 0 beside it. Not changed
/// once it was handed on.
///
/// @param order in which an instant result shows its rows; null when as they stand
record Vector(
        Shape shape,
        int steps,
        double[] values,
        @Nullable FloatHistogram @Nullable [] histograms,
        int @Nullable [] order) {

    /// No sample.
    static final double NONE = SampleBuffer.NO_VALUE;

    private static final long NONE_BITS = Double.doubleToRawLongBits(NONE);

    Vector(Shape shape, int steps, double[] values) {
        this(shape, steps, values, null, null);
    }

    static Vector empty(int steps) {
        return new Vector(Shape.EMPTY, steps, new double[0]);
    }

    static boolean isNone(double value) {
        return Double.doubleToRawLongBits(value) == NONE_BITS;
    }

    static double[] none(int size) {
        double[] values = new double[size];
        Arrays.fill(values, NONE);
        return values;
    }

    int rows() {
        return shape.size();
    }

    boolean has(int index) {
        return !isNone(values[index]);
    }

    @Nullable FloatHistogram histogram(int index) {
        return histograms == null ? null : histograms[index];
    }

    boolean isFloat(int index) {
        return !isNone(values[index]) && (histograms == null || histograms[index] == null);
    }

    boolean isHistogram(int index) {
        return histograms != null && !isNone(values[index]) && histograms[index] != null;
    }

    boolean isEmptyRow(int row) {
        for (int i = row * steps; i < (row + 1) * steps; i++) {
            if (!isNone(values[i])) {
                return false;
            }
        }
        return true;
    }

    /// Which steps have any sample.
    boolean[] present(Budget budget) {
        boolean[] present = new boolean[steps];
        for (int row = 0; row < rows(); row++) {
            budget.work(steps);
            for (int i = 0; i < steps; i++) {
                present[i] |= !isNone(values[row * steps + i]);
            }
        }
        return present;
    }

    Vector with(Shape newShape) {
        return new Vector(newShape, steps, values, histograms, order);
    }

    Vector with(double[] newValues, @Nullable FloatHistogram @Nullable [] newHistograms) {
        return new Vector(shape, steps, newValues, newHistograms, order);
    }

    Vector inOrder(int[] newOrder) {
        return new Vector(shape, steps, values, histograms, newOrder);
    }
}

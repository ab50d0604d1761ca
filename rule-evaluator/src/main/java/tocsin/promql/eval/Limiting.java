package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr;
import tocsin.promql.maths.GoFloat;
import tocsin.promql.value.FloatHistogram;

/// `limitk` and `limit_ratio`: some rows, whatever their values.
final class Limiting {
    private static final double TWO_TO_64 = 0x1p64;

    private final Vector input;
    private final Grouping grouping;
    private final Annotations notes;
    private final Budget budget;
    private final Expr.Aggregate node;
    private final int steps;

    Limiting(Vector input, Grouping grouping, Run run, Expr.Aggregate node) {
        this.input = input;
        this.grouping = grouping;
        this.notes = run.notes();
        this.budget = run.budget();
        this.node = node;
        this.steps = input.steps();
    }

    /// The samples that were chosen.
    private final class Chosen {
        private final double[] values = Vector.none(input.values().length);
        private final @Nullable FloatHistogram @Nullable [] histograms =
                input.histograms() == null ? null : new FloatHistogram[values.length];

        private void take(int index) {
            values[index] = input.values()[index];
            if (histograms != null) {
                histograms[index] = input.histogram(index);
            }
        }

        private Vector vector() {
            return input.with(values, histograms);
        }
    }

    Vector first(double[] parameter) {
        var chosen = new Chosen();
        int[] taken = new int[grouping.groups()];
        for (int i = 0; i < steps; i++) {
            budget.work(input.rows());
            int wanted = Ranking.wanted(parameter[i], input.rows());
            java.util.Arrays.fill(taken, 0);
            for (int row = 0; row < input.rows(); row++) {
                int group = grouping.of()[row];
                int index = row * steps + i;
                if (input.has(index) && taken[group] < wanted) {
                    taken[group]++;
                    chosen.take(index);
                }
            }
        }
        return chosen.vector();
    }

    Vector share(double[] parameter) {
        double[] ratios = new double[steps];
        for (int i = 0; i < steps; i++) {
            ratios[i] = capped(parameter[i]);
        }
        var chosen = new Chosen();
        for (int row = 0; row < input.rows(); row++) {
            budget.labels(1);
            budget.work(steps);
            double place = unsigned(SeriesHash.of(input.shape().labels(row))) / TWO_TO_64;
            for (int i = 0; i < steps; i++) {
                double ratio = ratios[i];
                boolean taken = ratio >= 0 ? place < ratio : place >= 1 + ratio;
                if (taken && input.has(row * steps + i)) {
                    chosen.take(row * steps + i);
                }
            }
        }
        return chosen.vector();
    }

    private static double unsigned(long value) {
        double half = value >>> 1;
        return 2 * half + (value & 1);
    }

    private double capped(double ratio) {
        if (Double.isNaN(ratio)) {
            throw new QueryException("Ratio value is NaN");
        }
        double capped = Math.clamp(ratio, -1.0, 1.0);
        if (capped != ratio) {
            notes.warn(
                    "ratio value should be between -1 and 1, got %s, capping to %s"
                            .formatted(GoFloat.general(ratio), GoFloat.general(capped)),
                    node.parameter().map(Expr::position).orElse(node.position()));
        }
        return capped;
    }
}

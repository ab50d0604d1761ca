package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.Quoting;
import tocsin.promql.ast.Expr;
import tocsin.promql.histogram.HistogramSum;
import tocsin.promql.maths.GoFloat;
import tocsin.promql.maths.Kahan;
import tocsin.promql.maths.Mean;
import tocsin.promql.maths.Quantiles;
import tocsin.promql.value.FloatHistogram;

import java.util.Arrays;

/// Folds the rows of each group into one, each step by itself, rows in their order.
final class Fold {
    private final Vector input;
    private final Grouping grouping;
    private final Annotations notes;
    private final Budget budget;
    private final Expr.Aggregate node;
    private final int steps;
    private final int cells;

    Fold(Vector input, Grouping grouping, Run run, Expr.Aggregate node) {
        this.input = input;
        this.grouping = grouping;
        this.notes = run.notes();
        this.budget = run.budget();
        this.node = node;
        this.steps = input.steps();
        this.cells = grouping.groups() * steps;
    }

    private Vector result(double[] values) {
        return new Vector(grouping.output(), steps, values);
    }

    Vector sum() {
        if (input.histograms() != null) {
            return totals(false);
        }
        double[] sum = Vector.none(cells);
        double[] lost = new double[cells];
        double[] values = input.values();
        for (int row = 0; row < input.rows(); row++) {
            budget.work(steps);
            int out = grouping.of()[row] * steps;
            int in = row * steps;
            for (int i = 0; i < steps; i++, in++, out++) {
                double value = values[in];
                if (Vector.isNone(value)) {
                    continue;
                }
                double before = sum[out];
                if (Vector.isNone(before)) {
                    sum[out] = value;
                    continue;
                }
                double total = before + value;
                lost[out] =
                        Double.isInfinite(total) ? 0 : lost[out] + Kahan.lost(before, value, total);
                sum[out] = total;
            }
        }
        for (int i = 0; i < cells; i++) {
            if (!Vector.isNone(sum[i]) && !Double.isInfinite(sum[i])) {
                sum[i] += lost[i];
            }
        }
        return result(sum);
    }

    Vector mean() {
        if (input.histograms() != null) {
            return totals(true);
        }
        var means = new @Nullable Mean[cells];
        each((value, cell) -> {
            Mean mean = means[cell];
            if (mean == null) {
                means[cell] = new Mean(value);
            } else {
                mean.add(value);
            }
        });
        double[] out = Vector.none(cells);
        for (int i = 0; i < cells; i++) {
            budget.cell(i);
            Mean mean = means[i];
            if (mean != null) {
                out[i] = mean.value();
            }
        }
        return result(out);
    }

    /// What is done with a float of a cell.
    private interface Cell {
        void add(double value, int cell);
    }

    private void each(Cell action) {
        double[] values = input.values();
        for (int row = 0; row < input.rows(); row++) {
            budget.work(steps);
            int out = grouping.of()[row] * steps;
            for (int i = 0; i < steps; i++) {
                int in = row * steps + i;
                if (Vector.isNone(values[in])) {
                    continue;
                }
                if (input.histogram(in) == null) {
                    action.add(values[in], out + i);
                } else {
                    ignored(notes, node);
                }
            }
        }
    }

    static void ignored(Annotations notes, Expr.Aggregate node) {
        int position = node.aggregator().selects() ? node.position() : node.operand().position();
        notes.info("ignored histogram in " + node.aggregator().word() + " aggregation", position);
    }

    private Vector totals(boolean mean) {
        double[] out = Vector.none(cells);
        var histograms = new @Nullable FloatHistogram[cells];
        int[][] members = grouping.members();
        for (int group = 0; group < members.length; group++) {
            for (int i = 0; i < steps; i++) {
                budget.work(members[group].length);
                total(members[group], i, mean, group * steps + i, new Totals(out, histograms));
            }
        }
        return new Vector(grouping.output(), steps, out, histograms, null);
    }

    private record Totals(double[] values, @Nullable FloatHistogram[] histograms) {}

    private void total(int[] rows, int step, boolean mean, int cell, Totals out) {
        var sum = new HistogramSum(mean);
        Kahan floats = null;
        Mean means = null;
        for (int row : rows) {
            int index = row * steps + step;
            FloatHistogram histogram = input.isHistogram(index) ? input.histogram(index) : null;
            if (histogram != null) {
                if (!sum.add(histogram)) {
                    notes.warn(
                            "vector contains a mix of histograms with exponential and custom"
                                    + " buckets schemas for metric name "
                                    + Quoting.quote(
                                            input.shape().labels(row).get(Labels.METRIC_NAME)),
                            node.operand().position());
                    return;
                }
            } else if (input.has(index)) {
                double value = input.values()[index];
                if (floats == null || means == null) {
                    floats = new Kahan(value);
                    means = new Mean(value);
                } else {
                    floats.add(value);
                    means.add(value);
                }
            }
        }
        if (floats != null && !sum.isEmpty()) {
            notes.warn(
                    "encountered a mix of histograms and floats for aggregation",
                    node.operand().position());
        } else if (floats != null && means != null) {
            out.values()[cell] = mean ? means.value() : floats.value();
        } else if (!sum.isEmpty()) {
            remark(sum);
            out.values()[cell] = 0;
            out.histograms()[cell] = sum.value();
        }
    }

    private void remark(HistogramSum sum) {
        int position = node.operand().position();
        if (sum.collided()) {
            notes.warn("conflicting counter resets during histogram aggregation", position);
        }
        if (sum.reconciled()) {
            notes.info("mismatched custom buckets were reconciled during aggregation", position);
        }
    }

    Vector count(boolean one) {
        double[] out = Vector.none(cells);
        double[] values = input.values();
        for (int row = 0; row < input.rows(); row++) {
            budget.work(steps);
            int cell = grouping.of()[row] * steps;
            int in = row * steps;
            for (int i = 0; i < steps; i++, in++, cell++) {
                if (!Vector.isNone(values[in])) {
                    out[cell] = one || Vector.isNone(out[cell]) ? 1 : out[cell] + 1;
                }
            }
        }
        return result(out);
    }

    Vector extreme(boolean max) {
        double[] out = Vector.none(cells);
        each((value, cell) -> {
            double found = out[cell];
            if (Double.isNaN(found) || (max ? value > found : value < found)) {
                out[cell] = value;
            }
        });
        return result(out);
    }

    Vector variance(boolean root) {
        double[] mean = new double[cells];
        double[] squares = new double[cells];
        double[] count = new double[cells];
        each((value, cell) -> {
            count[cell]++;
            if (count[cell] == 1) {
                mean[cell] = value;
                boolean number = !Double.isNaN(value) && !Double.isInfinite(value);
                squares[cell] = number ? 0 : Double.NaN;
                return;
            }
            double delta = value - mean[cell];
            mean[cell] += delta / count[cell];
            squares[cell] += delta * (value - mean[cell]);
        });
        double[] out = Vector.none(cells);
        for (int i = 0; i < cells; i++) {
            if (count[i] > 0) {
                double variance = squares[i] / count[i];
                out[i] = root ? Math.sqrt(variance) : variance;
            }
        }
        return result(out);
    }

    Vector quantile(double[] quantiles) {
        for (double quantile : quantiles) {
            checkQuantile(quantile, notes, node.parameter().map(Expr::position).orElse(0));
        }
        double[] out = Vector.none(cells);
        int[][] members = grouping.members();
        for (int group = 0; group < members.length; group++) {
            double[] values = new double[members[group].length];
            for (int i = 0; i < steps; i++) {
                int count = 0;
                budget.work(members[group].length);
                for (int row : members[group]) {
                    int index = row * steps + i;
                    if (input.isFloat(index)) {
                        values[count++] = input.values()[index];
                    } else if (input.has(index)) {
                        ignored(notes, node);
                    }
                }
                if (count > 0) {
                    out[group * steps + i] =
                            Quantiles.of(quantiles[i], Arrays.copyOf(values, count));
                }
            }
        }
        return result(out);
    }

    static void checkQuantile(double quantile, Annotations notes, int position) {
        if (Double.isNaN(quantile) || quantile < 0 || quantile > 1) {
            notes.warn(
                    "quantile value should be between 0 and 1, got " + GoFloat.general(quantile),
                    position);
        }
    }
}

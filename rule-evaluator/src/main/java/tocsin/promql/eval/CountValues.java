package tocsin.promql.eval;

import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.labels.Quoting;
import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Printer;
import tocsin.promql.histogram.HistogramText;
import tocsin.promql.value.FloatHistogram;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `count_values`: a row for each value of each group.
final class CountValues {
    /// A value becomes a text and a set of labels, which is worth many samples.
    private static final long WORK = 50;

    private final Vector input;
    private final Grouping grouping;
    private final Budget budget;
    private final String label;

    CountValues(Vector input, Grouping grouping, Budget budget, Expr.Aggregate node) {
        this.input = input;
        this.grouping = grouping;
        this.budget = budget;
        this.label =
                node.parameter()
                        .map(Expr::bare)
                        .map(each -> each instanceof Expr.StringLiteral(var text, _) ? text : "")
                        .orElse("");
        if (!LabelNames.isUtf8(label)) {
            throw new QueryException("invalid label name " + Quoting.quote(label));
        }
    }

    Vector count() {
        int steps = input.steps();
        Map<Labels, double[]> counts = new LinkedHashMap<>();
        for (int row = 0; row < input.rows(); row++) {
            Labels group = grouping.output().labels(grouping.of()[row]);
            budget.work(WORK * steps);
            for (int i = 0; i < steps; i++) {
                int index = row * steps + i;
                if (input.has(index)) {
                    Labels labels = group.with(label, text(index));
                    double[] out = counts.computeIfAbsent(labels, _ -> column(steps));
                    out[i] = Vector.isNone(out[i]) ? 1 : out[i] + 1;
                }
            }
        }
        double[] values = new double[counts.size() * steps];
        List<Labels> labels = new ArrayList<>(counts.keySet());
        for (int row = 0; row < labels.size(); row++) {
            double[] column = counts.getOrDefault(labels.get(row), Vector.none(steps));
            System.arraycopy(column, 0, values, row * steps, steps);
        }
        return new Vector(Shape.of(labels), steps, values);
    }

    /// A column more, of which there can be as many as there are samples.
    private double[] column(int steps) {
        budget.hold(steps);
        return Vector.none(steps);
    }

    private String text(int index) {
        FloatHistogram histogram = input.histogram(index);
        return histogram == null
                ? Printer.number(input.values()[index])
                : HistogramText.text(histogram);
    }
}

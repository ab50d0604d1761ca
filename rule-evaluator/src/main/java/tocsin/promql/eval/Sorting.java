package tocsin.promql.eval;

import tocsin.promql.ast.Expr;
import tocsin.promql.maths.NaturalOrder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// `sort` and its kin: the order in which an instant result is shown.
final class Sorting {
    private Sorting() {}

    /// By value; NaN last; histograms are left out.
    static VectorNode byValue(Expr.Call call, VectorNode argument, boolean descending) {
        return (run, grid) -> {
            Vector input = argument.vector(run, grid);
            warnOfRange(run, grid, call);
            double[] values = input.values().clone();
            for (int i = 0; i < values.length; i++) {
                run.budget().cell(i);
                if (!input.isFloat(i)) {
                    values[i] = Vector.NONE;
                }
            }
            Vector floats = run.held(input.with(values, null));
            return grid.steps() > 1
                    ? floats
                    : sorted(
                            run,
                            floats,
                            (a, b) -> {
                                boolean nan = Double.isNaN(values[a]);
                                if (nan || Double.isNaN(values[b])) {
                                    return Boolean.compare(nan, Double.isNaN(values[b]));
                                }
                                return descending
                                        ? Double.compare(values[b], values[a])
                                        : Double.compare(values[a], values[b]);
                            });
        };
    }

    private static void warnOfRange(Run run, Grid grid, Expr.Call call) {
        if (grid.steps() > 1) {
            run.notes()
                    .warn(
                            "sort is ineffective for range queries since results are always"
                                    + " ordered by labels",
                            call.position());
        }
    }

    /// By labels, in the order that people expect.
    static VectorNode byLabels(Expr.Call call, VectorNode argument, boolean descending) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i < call.arguments().size(); i++) {
            names.add(LabelCalls.text(call, i));
        }
        return (run, grid) -> {
            Vector input = argument.vector(run, grid);
            warnOfRange(run, grid, call);
            Shape shape = input.shape();
            Comparator<Integer> order =
                    (a, b) -> {
                        for (String name : names) {
                            int by =
                                    NaturalOrder.compare(
                                            shape.labels(a).get(name), shape.labels(b).get(name));
                            if (by != 0) {
                                return by;
                            }
                        }
                        return shape.labels(a).compareTo(shape.labels(b));
                    };
            return sorted(run, input, descending ? order.reversed() : order);
        };
    }

    private static Vector sorted(Run run, Vector vector, Comparator<Integer> order) {
        Integer[] rows = new Integer[vector.rows()];
        int[] before = vector.order();
        int count = before == null ? rows.length : before.length;
        for (int i = 0; i < count; i++) {
            rows[i] = before == null ? i : before[i];
        }
        Arrays.sort(rows, 0, count, run.budget().counting(order));
        int[] sorted = new int[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = rows[i];
        }
        return vector.inOrder(sorted);
    }
}

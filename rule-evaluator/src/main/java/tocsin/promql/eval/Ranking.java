package tocsin.promql.eval;

import tocsin.promql.ast.Aggregator;
import tocsin.promql.ast.Expr;
import tocsin.promql.maths.GoFloat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `topk` and `bottomk`: the rows of each group with the largest or smallest values, each step by
/// itself.
final class Ranking {
    private static final int FEW = 64;

    private final Vector input;
    private final Grouping grouping;
    private final Annotations notes;
    private final Budget budget;
    private final Expr.Aggregate node;
    private final int steps;
    private final double sign;

    Ranking(Vector input, Grouping grouping, Run run, Expr.Aggregate node) {
        this.input = input;
        this.grouping = grouping;
        this.notes = run.notes();
        this.budget = run.budget();
        this.node = node;
        this.steps = input.steps();
        this.sign = node.aggregator() == Aggregator.TOPK ? -1 : 1;
    }

    /// How many rows are wanted, by the parameter.
    static int wanted(double parameter, int rows) {
        if (Double.isNaN(parameter)) {
            throw new QueryException("Parameter value is NaN");
        }
        if (parameter <= Long.MIN_VALUE) {
            throw new QueryException(
                    "Scalar value " + GoFloat.general(parameter) + " underflows int64");
        }
        if (parameter >= Long.MAX_VALUE) {
            throw new QueryException(
                    "Scalar value " + GoFloat.general(parameter) + " overflows int64");
        }
        return (int) Math.max(0, Math.min((long) parameter, rows));
    }

    Vector rank(double[] parameter) {
        double[] out = Vector.none(input.values().length);
        int[][] members = grouping.members();
        int[] order = new int[input.rows()];
        int ordered = 0;
        for (int i = 0; i < steps; i++) {
            int wanted = wanted(parameter[i], input.rows());
            for (int[] rows : members) {
                int most = Math.min(wanted, rows.length);
                budget.work(rows.length);
                int[] best = most > FEW ? sorted(rows, i, most) : best(rows, i, most);
                for (int row : best) {
                    out[row * steps + i] = input.values()[row * steps + i];
                    if (steps == 1) {
                        order[ordered++] = row;
                    }
                }
            }
        }
        Vector result = new Vector(input.shape(), steps, out);
        return steps == 1 ? result.inOrder(Arrays.copyOf(order, ordered)) : result;
    }

    /// The best rows at a step, the best first; of equals the first seen.
    private int[] best(int[] rows, int step, int wanted) {
        int[] best = new int[wanted];
        int count = 0;
        for (int row : rows) {
            int index = row * steps + step;
            if (!input.isFloat(index)) {
                if (input.has(index)) {
                    Fold.ignored(notes, node);
                }
                continue;
            }
            double value = input.values()[index];
            if (wanted == 0 || (count == wanted && !before(value, value(best[count - 1], step)))) {
                continue;
            }
            int place = count == wanted ? count - 1 : count++;
            while (place > 0 && before(value, value(best[place - 1], step))) {
                best[place] = best[place - 1];
                place--;
            }
            best[place] = row;
        }
        return count == wanted ? best : Arrays.copyOf(best, count);
    }

    /// The same for many rows wanted, which would be put in their places too often.
    private int[] sorted(int[] rows, int step, int wanted) {
        best(rows, step, 0); // Says what is ignored.
        List<Integer> floats = new ArrayList<>(rows.length);
        for (int row : rows) {
            if (input.isFloat(row * steps + step)) {
                floats.add(row);
            }
        }
        floats.sort(
                budget.counting((a, b) -> {
                    double first = value(a, step);
                    double second = value(b, step);
                    return before(first, second) ? -1 : before(second, first) ? 1 : 0;
                }));
        return floats.stream().limit(wanted).mapToInt(each -> each).toArray();
    }

    private double value(int row, int step) {
        return input.values()[row * steps + step];
    }

    /// Whether a value ranks before another; NaN ranks last.
    private boolean before(double a, double b) {
        return Double.isNaN(b) ? !Double.isNaN(a) : sign * a < sign * b;
    }
}

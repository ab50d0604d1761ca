package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr;
import tocsin.promql.value.FloatHistogram;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What is evaluated once though it is needed more often: expressions that give the same at each
/// step, and expressions that are written more than once.
final class Repeats {
    private Repeats() {}

    /// Evaluates at the first step only.
    static VectorNode invariant(VectorNode inner) {
        return (run, grid) -> {
            if (grid.steps() == 1) {
                return inner.vector(run, grid);
            }
            Vector once = inner.vector(run, Grid.instant(grid.start()));
            return run.held(spread(once, grid.steps(), run.budget()));
        };
    }

    private static Vector spread(Vector once, int steps, Budget budget) {
        double[] values = new double[budget.room(once.rows(), steps)];
        @Nullable FloatHistogram @Nullable [] histograms =
                once.histograms() == null ? null : new FloatHistogram[values.length];
        for (int row = 0; row < once.rows(); row++) {
            budget.work(steps);
            Arrays.fill(values, row * steps, (row + 1) * steps, once.values()[row]);
            if (histograms != null) {
                Arrays.fill(histograms, row * steps, (row + 1) * steps, once.histogram(row));
            }
        }
        return new Vector(once.shape(), steps, values, histograms, once.order());
    }

    /// A number that is the same at each step.
    static ScalarNode invariantNumber(ScalarNode inner) {
        return (run, grid) -> {
            double[] values = new double[grid.steps()];
            Arrays.fill(values, inner.scalar(run, Grid.instant(grid.start()))[0]);
            return values;
        };
    }

    /// Keeps the result for the others that ask for it in the same evaluation.
    static VectorNode shared(VectorNode inner) {
        return new VectorNode() {
            private @Nullable Run run;
            private @Nullable Grid grid;
            private @Nullable Vector result;

            @Override
            @SuppressWarnings("ReferenceEquality") // an evaluation is itself only
            public Vector vector(Run newRun, Grid newGrid) {
                Vector found = result;
                if (found == null || run != newRun || !newGrid.equals(grid)) {
                    found = inner.vector(newRun, newGrid);
                    run = newRun;
                    grid = newGrid;
                    result = found;
                }
                return found;
            }
        };
    }

    /// How often each expression is written, by its canonical text.
    static Map<String, Integer> count(Expr expr) {
        Map<String, Integer> counts = new HashMap<>();
        count(expr, counts);
        return counts;
    }

    private static void count(Expr expr, Map<String, Integer> counts) {
        switch (expr) {
            case Expr.NumberLiteral _ -> {}
            case Expr.StringLiteral _ -> {}
            case Expr.VectorSelector _ -> add(expr, counts);
            case Expr.MatrixSelector _ -> {}
            case Expr.Subquery subquery -> count(subquery.inner(), counts);
            case Expr.Call call -> {
                add(expr, counts);
                call.arguments().forEach(each -> count(each, counts));
            }
            case Expr.Aggregate aggregate -> {
                add(expr, counts);
                aggregate.parameter().ifPresent(each -> count(each, counts));
                count(aggregate.operand(), counts);
            }
            case Expr.Binary binary -> {
                add(expr, counts);
                count(binary.left(), counts);
                count(binary.right(), counts);
            }
            case Expr.Unary unary -> count(unary.inner(), counts);
            case Expr.Parenthesized inner -> count(inner.inner(), counts);
        }
    }

    private static void add(Expr expr, Map<String, Integer> counts) {
        counts.merge(key(expr), 1, Integer::sum);
    }

    static String key(Expr expr) {
        return tocsin.promql.ast.Printer.print(expr);
    }
}

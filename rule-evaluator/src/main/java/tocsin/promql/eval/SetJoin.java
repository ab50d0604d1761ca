package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Operator;
import tocsin.promql.value.FloatHistogram;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// `and`, `or`, `unless`: which samples of one side have a partner on the other.
final class SetJoin implements VectorNode {
    private final Expr.Binary node;
    private final VectorNode left;
    private final VectorNode right;
    private @Nullable Table table;

    SetJoin(Expr.Binary node, VectorNode left, VectorNode right) {
        this.node = node;
        this.left = left;
        this.right = right;
    }

    /// The signatures of both sides, as long as their shapes stay.
    private static final class Table {
        private final Shape left;
        private final Shape right;
        private final int[] lefts;
        private final int[] rights;
        private final Map<Labels, Integer> signatures = new HashMap<>();
        private final Shape both;

        private Table(Expr.Matching matching, Shape left, Shape right, Budget budget) {
            this.left = left;
            this.right = right;
            this.lefts = signatures(matching, left, budget);
            this.rights = signatures(matching, right, budget);
            var rows = new Shape.Builder();
            for (int row = 0; row < left.size(); row++) {
                rows.add(left.labels(row), left.drops(row));
            }
            for (int row = 0; row < right.size(); row++) {
                rows.add(right.labels(row), right.drops(row));
            }
            this.both = rows.build();
        }

        private int[] signatures(Expr.Matching matching, Shape shape, Budget budget) {
            int[] found = new int[shape.size()];
            for (int row = 0; row < found.length; row++) {
                budget.labels(1);
                Labels key = Partners.signature(matching, shape.labels(row));
                Integer place = signatures.putIfAbsent(key, signatures.size());
                found[row] = place == null ? signatures.size() - 1 : place;
            }
            return found;
        }

        private boolean[] present(Vector vector, int[] of, Budget budget) {
            int steps = vector.steps();
            boolean[] present = new boolean[signatures.size() * steps];
            for (int row = 0; row < of.length; row++) {
                budget.work(steps);
                for (int i = 0; i < steps; i++) {
                    present[of[row] * steps + i] |= vector.has(row * steps + i);
                }
            }
            return present;
        }
    }

    @Override
    public Vector vector(Run run, Grid grid) {
        Vector a = left.vector(run, grid);
        Vector b = right.vector(run, grid);
        Budget budget = run.budget();
        Table found = table;
        if (found == null || found.left != a.shape() || found.right != b.shape()) {
            found = new Table(node.matching(), a.shape(), b.shape(), budget);
            table = found;
        }
        return run.held(
                switch (node.operator()) {
                    case AND -> {
                        boolean[] partners = found.present(b, found.rights, budget);
                        yield keep(a, found.lefts, partners, true, budget);
                    }
                    case UNLESS -> {
                        boolean[] partners = found.present(b, found.rights, budget);
                        yield keep(a, found.lefts, partners, false, budget);
                    }
                    case OR -> {
                        boolean[] partners = found.present(a, found.lefts, budget);
                        Vector rest = keep(b, found.rights, partners, false, budget);
                        yield union(found.both, a, rest);
                    }
                    default ->
                            throw new IllegalStateException("no set operator: " + node.operator());
                });
    }

    private static Vector keep(
            Vector vector, int[] of, boolean[] partners, boolean wanted, Budget budget) {
        int steps = vector.steps();
        double[] values = vector.values().clone();
        for (int row = 0; row < of.length; row++) {
            budget.work(steps);
            for (int i = 0; i < steps; i++) {
                if (partners[of[row] * steps + i] != wanted) {
                    values[row * steps + i] = Vector.NONE;
                }
            }
        }
        return vector.with(values, vector.histograms());
    }

    private static Vector union(Shape shape, Vector a, Vector b) {
        int first = a.values().length;
        double[] values = Arrays.copyOf(a.values(), first + b.values().length);
        System.arraycopy(b.values(), 0, values, first, b.values().length);
        @Nullable FloatHistogram @Nullable [] histograms = null;
        if (a.histograms() != null || b.histograms() != null) {
            histograms = new FloatHistogram[values.length];
            for (int i = 0; i < values.length; i++) {
                histograms[i] = i < first ? a.histogram(i) : b.histogram(i - first);
            }
        }
        return new Vector(shape, a.steps(), values, histograms, null);
    }

    static boolean handles(Operator operator) {
        return operator.isSet();
    }
}

package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Expr.Cardinality;
import tocsin.promql.ast.Operator;
import tocsin.promql.value.FloatHistogram;

import java.util.function.IntToDoubleFunction;

/// Binary operations with at least one vector.
final class Joins {
    private Joins() {}

    /// Between two vectors.
    static final class OfVectors implements VectorNode {
        private final Expr.Binary node;
        private final VectorNode left;
        private final VectorNode right;
        private final boolean delayed;
        private @Nullable Partners partners;

        OfVectors(Expr.Binary node, VectorNode left, VectorNode right, boolean delayed) {
            this.node = node;
            this.left = left;
            this.right = right;
            this.delayed = delayed;
        }

        @Override
        public Vector vector(Run run, Grid grid) {
            Vector a = left.vector(run, grid);
            Vector b = right.vector(run, grid);
            boolean swapped = node.matching().cardinality() == Cardinality.ONE_TO_MANY;
            Vector many = swapped ? b : a;
            Vector one = swapped ? a : b;
            Partners found = partners;
            if (found == null || !found.areOf(many.shape(), one.shape())) {
                found = new Partners(node, delayed, many.shape(), one.shape(), run.budget());
                partners = found;
            }
            return run.held(new VectorJoin(node, run, found, many, one).join());
        }
    }

    /// Between a vector and a number.
    static final class WithScalar implements VectorNode {
        private final Expr.Binary node;
        private final VectorNode vector;
        private final ScalarNode scalar;
        private final boolean scalarFirst;
        private final boolean keepsName;
        private final Relabel.Cache unnamed;

        WithScalar(
                Expr.Binary node,
                VectorNode vector,
                ScalarNode scalar,
                boolean scalarFirst,
                boolean delayed) {
            this.node = node;
            this.vector = vector;
            this.scalar = scalar;
            this.scalarFirst = scalarFirst;
            this.keepsName = !node.operator().isArithmetic() && !node.bool();
            this.unnamed = new Relabel.Cache(Relabel.unnamed(delayed));
        }

        @Override
        public Vector vector(Run run, Grid grid) {
            Vector input = vector.vector(run, grid);
            double[] numbers = scalar.scalar(run, grid);
            Vector result =
                    input.histograms() == null
                            ? floats(input, numbers, run)
                            : both(input, numbers, run);
            run.held(result);
            return keepsName ? result : unnamed.apply(run, result, false);
        }

        private Vector floats(Vector input, double[] numbers, Run run) {
            int steps = input.steps();
            double[] values = input.values();
            double[] out = new double[values.length];
            var pairs = new Pairs(node, run.notes());
            for (int i = 0; i < values.length; i++) {
                run.budget().cell(i);
                double value = values[i];
                double number = numbers[steps == 1 ? 0 : i % steps];
                if (Vector.isNone(value)) {
                    out[i] = Vector.NONE;
                } else {
                    double result =
                            scalarFirst ? pairs.floats(number, value) : pairs.floats(value, number);
                    out[i] = scalarFirst ? kept(result, value) : result;
                }
            }
            return input.with(out, null);
        }

        /// A comparison keeps the value of the vector, whichever side it stands on.
        private double kept(double result, double value) {
            boolean filters = node.operator().isComparison() && !node.bool();
            return filters && !Vector.isNone(result) ? value : result;
        }

        private Vector both(Vector input, double[] numbers, Run run) {
            double[] out = new double[input.values().length];
            var histograms = new @Nullable FloatHistogram[out.length];
            var pairs = new Pairs(node, run.notes());
            for (int i = 0; i < out.length; i++) {
                run.budget().cell(i);
                if (!input.has(i)) {
                    out[i] = Vector.NONE;
                    continue;
                }
                double value = input.values()[i];
                FloatHistogram histogram = input.histogram(i);
                double number = numbers[i % input.steps()];
                double result =
                        scalarFirst
                                ? pairs.apply(number, null, value, histogram)
                                : pairs.apply(value, histogram, number, null);
                histograms[i] = pairs.takeHistogram();
                out[i] = scalarFirst && histogram == null ? kept(result, value) : result;
            }
            return input.with(out, histograms);
        }
    }

    /// Between two numbers.
    static ScalarNode ofScalars(Expr.Binary node, ScalarNode left, ScalarNode right) {
        Operator operator = node.operator();
        return (run, grid) -> {
            double[] a = left.scalar(run, grid);
            double[] b = right.scalar(run, grid);
            IntToDoubleFunction each =
                    operator.isComparison()
                            ? i -> Pairs.compare(operator, a[i], b[i]) ? 1 : 0
                            : i -> Pairs.compute(operator, a[i], b[i]);
            double[] out = new double[a.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = each.applyAsDouble(i);
            }
            return out;
        };
    }
}

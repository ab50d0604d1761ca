package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr;
import tocsin.promql.maths.GoMath;

import java.util.Arrays;

/// Functions that give a number.
final class Scalars {
    private Scalars() {}

    static ScalarNode constant(double value) {
        return (_, grid) -> {
            double[] values = new double[grid.steps()];
            Arrays.fill(values, value);
            return values;
        };
    }

    /// The function of this name, with its arguments compiled.
    static @Nullable ScalarNode call(Expr.Call call, Compiler compiler) {
        return switch (call.function().name()) {
            case "pi" -> constant(Math.PI);
            case "time" -> time();
            case "scalar" -> single(compiler.vector(call.argument(0)));
            case "start" -> ofQuery(query -> query.start() / 1e3);
            case "end" -> ofQuery(query -> query.end() / 1e3);
            case "step" -> ofQuery(query -> query.step() / 1e3);
            case "range" -> ofQuery(query -> (query.end() - query.start()) / 1e3);
            case "max_of" ->
                    extreme(
                            true,
                            compiler.scalar(call.argument(0)),
                            compiler.scalar(call.argument(1)));
            case "min_of" ->
                    extreme(
                            false,
                            compiler.scalar(call.argument(0)),
                            compiler.scalar(call.argument(1)));
            default -> null;
        };
    }

    private static ScalarNode time() {
        return (_, grid) -> {
            double[] values = new double[grid.steps()];
            for (int i = 0; i < values.length; i++) {
                values[i] = grid.at(i) / 1e3;
            }
            return values;
        };
    }

    private interface OfQuery {
        double of(Grid query);
    }

    private static ScalarNode ofQuery(OfQuery value) {
        return (run, grid) -> constant(value.of(run.query())).scalar(run, grid);
    }

    private static ScalarNode extreme(boolean max, ScalarNode left, ScalarNode right) {
        return (run, grid) -> {
            double[] a = left.scalar(run, grid);
            double[] b = right.scalar(run, grid);
            double[] out = new double[a.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = max ? GoMath.max(a[i], b[i]) : GoMath.min(a[i], b[i]);
            }
            return out;
        };
    }

    /// `scalar`: the only float of a vector, or NaN.
    private static ScalarNode single(VectorNode argument) {
        return (run, grid) -> {
            Vector vector = argument.vector(run, grid);
            double[] out = new double[grid.steps()];
            for (int i = 0; i < out.length; i++) {
                int found = 0;
                run.budget().work(vector.rows());
                for (int row = 0; row < vector.rows() && found < 2; row++) {
                    int index = row * out.length + i;
                    if (vector.isFloat(index)) {
                        found++;
                        out[i] = vector.values()[index];
                    }
                }
                out[i] = found == 1 ? out[i] : Double.NaN;
            }
            return out;
        };
    }

    /// `vector`: a number as the only row.
    static VectorNode asVector(ScalarNode scalar) {
        Shape shape = Shape.of(tocsin.labels.Labels.EMPTY);
        return (run, grid) -> new Vector(shape, grid.steps(), scalar.scalar(run, grid));
    }
}

package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr;
import tocsin.promql.histogram.ClassicHistogram;
import tocsin.promql.histogram.NativeHistograms;
import tocsin.promql.value.FloatHistogram;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// `histogram_quantile` and its kin.
final class HistogramCalls {
    private HistogramCalls() {}

    /// The function of a native histogram, by name.
    static @Nullable ToDoubleFunction<FloatHistogram> find(String name) {
        return switch (name) {
            case "histogram_count" -> FloatHistogram::count;
            case "histogram_sum" -> FloatHistogram::sum;
            case "histogram_avg" -> histogram -> histogram.sum() / histogram.count();
            case "histogram_stdvar" -> NativeHistograms::variance;
            case "histogram_stddev" -> histogram -> Math.sqrt(NativeHistograms.variance(histogram));
            default -> null;
        };
    }

    /// Asks for quantiles, one for each step.
    private record Quantile(double[] quantiles, Run run, Grid grid, int position)
            implements HistogramCall.Question {
        @Override
        public double ofClassic(ClassicHistogram histogram, int step, String metric) {
            double value = histogram.quantile(quantiles[step]);
            if (histogram.forced()) {
                run.notes()
                        .forced(
                                metric,
                                new Annotations.Forced(
                                        histogram.forcedLowest(),
                                        histogram.forcedHighest(),
                                        histogram.forcedMost(),
                                        grid.at(step),
                                        grid.at(step),
                                        1),
                                position);
            }
            return value;
        }

        @Override
        public double ofNative(
                FloatHistogram histogram, int step, NativeHistograms.Remarks remarks) {
            return NativeHistograms.quantile(quantiles[step], histogram, remarks);
        }
    }

    static VectorNode quantile(
            Expr.Call call, ScalarNode quantile, VectorNode argument, boolean delayed) {
        int position = call.argument(1).position();
        var asked = new HistogramCall(delayed, position);
        return (run, grid) -> {
            double[] quantiles = quantile.scalar(run, grid);
            for (double each : quantiles) {
                Fold.checkQuantile(each, run.notes(), call.argument(0).position());
            }
            return asked.ask(
                    run,
                    argument.vector(run, grid),
                    "histogram_quantile",
                    new Quantile(quantiles, run, grid, position));
        };
    }

    static VectorNode fraction(
            Expr.Call call,
            ScalarNode lower,
            ScalarNode upper,
            VectorNode argument,
            boolean delayed) {
        var asked = new HistogramCall(delayed, call.argument(2).position());
        return (run, grid) -> {
            double[] from = lower.scalar(run, grid);
            double[] to = upper.scalar(run, grid);
            var question =
                    new HistogramCall.Question() {
                        @Override
                        public double ofClassic(
                                ClassicHistogram histogram, int step, String metric) {
                            return histogram.fraction(from[step], to[step]);
                        }

                        @Override
                        public double ofNative(
                                FloatHistogram histogram,
                                int step,
                                NativeHistograms.Remarks remarks) {
                            return NativeHistograms.fraction(
                                    from[step], to[step], histogram, remarks);
                        }
                    };
            return asked.ask(run, argument.vector(run, grid), "histogram_fraction", question);
        };
    }

    /// `histogram_quantiles`: several at once, told apart by a label.
    static VectorNode quantiles(
            Expr.Call call, VectorNode argument, List<ScalarNode> quantiles, boolean delayed) {
        String label = LabelCalls.text(call, 1);
        int position = call.argument(0).position();
        return (run, grid) -> {
            Vector input = argument.vector(run, grid);
            var parts = new ArrayList<Vector>();
            for (int i = 0; i < quantiles.size(); i++) {
                double[] wanted = quantiles.get(i).scalar(run, grid);
                for (double each : wanted) {
                    Fold.checkQuantile(each, run.notes(), call.argument(i + 2).position());
                }
                var asked = new HistogramCall(delayed, position);
                Vector answer =
                        asked.ask(
                                run,
                                input,
                                "histogram_quantile",
                                new Quantile(wanted, run, grid, position));
                parts.add(labelled(answer, label, wanted, run.budget()));
            }
            return concatenated(parts, grid.steps(), run.budget());
        };
    }

    private static Vector labelled(Vector vector, String label, double[] quantiles, Budget budget) {
        // A quantile that changes with the steps is labelled by the first, as there is one row.
        String value = openMetrics(quantiles[0]);
        return Relabel.of(
                        vector.shape(),
                        (labels, drops) -> new Relabel.Named(labels.with(label, value), drops),
                        budget)
                .apply(vector, false, budget);
    }

    private static String openMetrics(double value) {
        String text = tocsin.promql.maths.GoFloat.general(value);
        boolean integer = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return integer ? text + ".0" : text;
    }

    private static Vector concatenated(List<Vector> parts, int steps, Budget budget) {
        var rows = new Shape.Builder();
        int size = parts.stream().mapToInt(part -> part.values().length).sum();
        double[] values = new double[size];
        int next = 0;
        for (Vector part : parts) {
            for (int row = 0; row < part.rows(); row++) {
                budget.work(steps);
                rows.add(part.shape().labels(row), part.shape().drops(row));
            }
            System.arraycopy(part.values(), 0, values, next, part.values().length);
            next += part.values().length;
        }
        return new Vector(rows.build(), steps, values);
    }
}

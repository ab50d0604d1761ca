package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.FloatHistogram;

import java.util.function.ToDoubleFunction;

/// Functions that look at each sample by itself.
final class Elementwise {
    private Elementwise() {}

    /// The new value of a sample at a step, [Vector#NONE] for none.
    interface Of {
        double value(double value, int step);
    }

    /// The function for an evaluation: its other arguments are numbers by step.
    interface Bound {
        Of of(Run run, Grid grid);
    }

    /// A function of floats, which loses the name and skips histograms.
    static VectorNode floats(VectorNode argument, Bound function, boolean delayed) {
        var unnamed = new Relabel.Cache(Relabel.unnamed(delayed));
        return (run, grid) -> {
            Vector input = argument.vector(run, grid);
            Of bound = function.of(run, grid);
            double[] values = input.values();
            double[] out = new double[values.length];
            int steps = input.steps();
            for (int i = 0; i < out.length; i++) {
                run.budget().cell(i);
                out[i] =
                        input.isFloat(i)
                                ? bound.value(values[i], steps == 1 ? 0 : i % steps)
                                : Vector.NONE;
            }
            Vector result = run.held(input.with(out, null));
            return unnamed.apply(run, result, false);
        };
    }

    /// A function of native histograms that gives floats.
    static VectorNode histograms(
            VectorNode argument, ToDoubleFunction<FloatHistogram> function, boolean delayed) {
        Relabel.Rule rule =
                delayed
                        ? Relabel.unnamed(true)
                        : (labels, _) ->
                                new Relabel.Named(
                                        labels.with(tocsin.labels.Labels.METRIC_NAME, ""), false);
        var unnamed = new Relabel.Cache(rule);
        return (run, grid) -> {
            Vector input = argument.vector(run, grid);
            double[] out = Vector.none(input.values().length);
            for (int i = 0; i < out.length; i++) {
                run.budget().cell(i);
                FloatHistogram histogram = input.histogram(i);
                if (input.has(i) && histogram != null) {
                    out[i] = function.applyAsDouble(histogram);
                }
            }
            Vector result = run.held(input.with(out, null));
            return unnamed.apply(run, result, false);
        };
    }

    /// `timestamp` of what is no bare selector: the time of evaluation.
    static VectorNode evaluationTime(VectorNode argument, boolean delayed) {
        var unnamed = new Relabel.Cache(Relabel.unnamed(delayed));
        return (run, grid) -> {
            Vector input = argument.vector(run, grid);
            double[] out = Vector.none(input.values().length);
            for (int i = 0; i < out.length; i++) {
                run.budget().cell(i);
                if (input.has(i)) {
                    out[i] = grid.at(i % input.steps()) / 1e3;
                }
            }
            Vector result = run.held(input.with(out, null));
            return unnamed.apply(run, result, false);
        };
    }

    /// Unary minus.
    static VectorNode negated(VectorNode argument, boolean delayed) {
        var unnamed = new Relabel.Cache(Relabel.unnamed(delayed));
        return (run, grid) -> {
            Vector input = argument.vector(run, grid);
            double[] out = new double[input.values().length];
            @Nullable FloatHistogram @Nullable [] histograms =
                    input.histograms() == null ? null : new FloatHistogram[out.length];
            for (int i = 0; i < out.length; i++) {
                run.budget().cell(i);
                FloatHistogram histogram = input.histogram(i);
                if (!input.has(i)) {
                    out[i] = Vector.NONE;
                } else if (histogram != null && histograms != null) {
                    histograms[i] =
                            new tocsin.promql.histogram.Tally(histogram).multiply(-1).compact();
                } else {
                    out[i] = -input.values()[i];
                }
            }
            Vector result = run.held(input.with(out, histograms));
            return unnamed.apply(run, result, false);
        };
    }
}

package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr;
import tocsin.promql.maths.GoMath;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.window.ExtendedRanges;
import tocsin.promql.window.RangeFunction;
import tocsin.promql.window.RangeFunctions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/// Makes nodes of calls that give a vector.
final class Calls {
    private final Compiler compiler;
    private final boolean delayed;

    Calls(Compiler compiler) {
        this.compiler = compiler;
        this.delayed = compiler.delayed();
    }

    VectorNode vector(Expr.Call call) {
        String name = call.function().name();
        if (!call.arguments().isEmpty()) {
            VectorNode range = ofRange(call, name);
            if (range != null) {
                return range;
            }
        }
        DoubleUnaryOperator function = GoMath.find(name);
        if (function != null) {
            return Elementwise.floats(
                    argument(call, 0),
                    (_, _) -> (value, _) -> function.applyAsDouble(value),
                    delayed);
        }
        DoubleUnaryOperator date = GoMath.date(name);
        if (date != null) {
            return date(call, date);
        }
        ToDoubleFunction<FloatHistogram> histogram = HistogramCalls.find(name);
        if (histogram != null) {
            boolean totals = !name.startsWith("histogram_std");
            VectorNode argument = compiler.vector(call.argument(0), totals);
            return Elementwise.histograms(argument, histogram, delayed);
        }
        return other(call, name);
    }

    private VectorNode argument(Expr.Call call, int index) {
        return compiler.vector(call.argument(index));
    }

    /// An argument whose buckets matter.
    private VectorNode whole(Expr.Call call, int index) {
        return compiler.vector(call.argument(index), false);
    }

    private ScalarNode scalar(Expr.Call call, int index) {
        return compiler.scalar(call.argument(index));
    }

    private VectorNode other(Expr.Call call, String name) {
        return switch (name) {
            case "round" -> round(call);
            case "clamp" -> clamp(call, scalar(call, 1), scalar(call, 2));
            case "clamp_min" ->
                    clamp(call, scalar(call, 1), Scalars.constant(Double.POSITIVE_INFINITY));
            case "clamp_max" ->
                    clamp(call, Scalars.constant(Double.NEGATIVE_INFINITY), scalar(call, 1));
            case "vector" -> Scalars.asVector(scalar(call, 0));
            case "timestamp" -> timestamp(call);
            case "start_timestamp" -> startTimestamp(call);
            case "absent" -> Absence.instant(call, argument(call, 0));
            case "sort" -> Sorting.byValue(call, argument(call, 0), false);
            case "sort_desc" -> Sorting.byValue(call, argument(call, 0), true);
            case "sort_by_label" -> Sorting.byLabels(call, argument(call, 0), false);
            case "sort_by_label_desc" -> Sorting.byLabels(call, argument(call, 0), true);
            case "label_replace", "label_join" -> LabelCalls.node(call, argument(call, 0));
            case "histogram_quantile" ->
                    HistogramCalls.quantile(call, scalar(call, 0), whole(call, 1), delayed);
            case "histogram_fraction" ->
                    HistogramCalls.fraction(
                            call, scalar(call, 0), scalar(call, 1), whole(call, 2), delayed);
            case "histogram_quantiles" -> quantiles(call);
            case "info" -> new InfoCall(compiler, call);
            default -> throw new IllegalStateException("no such function: " + name);
        };
    }

    private VectorNode quantiles(Expr.Call call) {
        List<ScalarNode> quantiles = new ArrayList<>();
        for (int i = 2; i < call.arguments().size(); i++) {
            quantiles.add(scalar(call, i));
        }
        return HistogramCalls.quantiles(call, whole(call, 0), quantiles, delayed);
    }

    private VectorNode date(Expr.Call call, DoubleUnaryOperator date) {
        VectorNode argument =
                call.arguments().isEmpty()
                        ? Scalars.asVector((_, grid) -> {
                            double[] times = new double[grid.steps()];
                            for (int i = 0; i < times.length; i++) {
                                times[i] = grid.at(i) / 1e3;
                            }
                            return times;
                        })
                        : argument(call, 0);
        return Elementwise.floats(
                argument, (_, _) -> (value, _) -> date.applyAsDouble(value), delayed);
    }

    private VectorNode round(Expr.Call call) {
        ScalarNode nearest = call.arguments().size() > 1 ? scalar(call, 1) : Scalars.constant(1);
        return Elementwise.floats(
                argument(call, 0),
                (run, grid) -> {
                    double[] to = nearest.scalar(run, grid);
                    return (value, step) -> GoMath.round(value, to[step]);
                },
                delayed);
    }

    private VectorNode clamp(Expr.Call call, ScalarNode lower, ScalarNode upper) {
        return Elementwise.floats(
                argument(call, 0),
                (run, grid) -> {
                    double[] low = lower.scalar(run, grid);
                    double[] high = upper.scalar(run, grid);
                    return (value, step) ->
                            high[step] < low[step]
                                    ? Vector.NONE
                                    : GoMath.max(low[step], GoMath.min(high[step], value));
                },
                delayed);
    }

    private VectorNode timestamp(Expr.Call call) {
        if (call.argument(0) instanceof Expr.VectorSelector selector) {
            return Elementwise.floats(
                    compiler.selector(selector, InstantSelector.Takes.TIME),
                    (_, _) -> (value, _) -> value,
                    delayed);
        }
        return Elementwise.evaluationTime(argument(call, 0), delayed);
    }

    private VectorNode startTimestamp(Expr.Call call) {
        boolean known = compiler.options().startTimestamps();
        if (known && call.argument(0) instanceof Expr.VectorSelector selector) {
            return Elementwise.floats(
                    compiler.selector(selector, InstantSelector.Takes.START),
                    (_, _) -> (value, _) -> value,
                    delayed);
        }
        return (_, grid) -> Vector.empty(grid.steps());
    }

    private @Nullable VectorNode ofRange(Expr.Call call, String name) {
        RangeFunction function = RangeFunctions.find(name);
        if (function != null) {
            Expr.Extension extension = extension(call.argument(0));
            if (extension == Expr.Extension.NONE) {
                return compiler.rangeCall(call, function);
            }
            RangeFunction extended =
                    ExtendedRanges.find(name, extension == Expr.Extension.SMOOTHED);
            return compiler.rangeCall(
                    call,
                    0,
                    (_, _) -> {
                        if (extended == null) {
                            throw refused(extension, name);
                        }
                        return extended;
                    });
        }
        return switch (name) {
            case "absent_over_time" -> Absence.overTime(call, compiler.range(plain(call, 0)));
            case "quantile_over_time" -> quantileOverTime(call);
            case "predict_linear" -> {
                ScalarNode seconds = scalar(call, 1);
                plain(call, 0);
                yield compiler.rangeCall(
                        call, 0, (run, grid) -> RangeFunctions.predict(seconds.scalar(run, grid)));
            }
            case "double_exponential_smoothing" -> smoothing(call);
            default -> null;
        };
    }

    private static Expr.Extension extension(Expr argument) {
        return argument instanceof Expr.MatrixSelector(var selector, _)
                ? selector.extension()
                : Expr.Extension.NONE;
    }

    private static QueryException refused(Expr.Extension extension, String name) {
        return new QueryException(
                "%s modifier can only be used with: %s - not with %s"
                        .formatted(
                                extension.name().toLowerCase(Locale.ROOT),
                                extension == Expr.Extension.SMOOTHED
                                        ? "delta, increase, rate"
                                        : "changes, delta, increase, rate, resets",
                                name));
    }

    /// An argument whose range must be a plain one.
    private static Expr plain(Expr.Call call, int index) {
        Expr argument = call.argument(index);
        Expr.Extension extension = extension(argument);
        if (extension != Expr.Extension.NONE) {
            throw refused(extension, call.function().name());
        }
        return argument;
    }

    private VectorNode quantileOverTime(Expr.Call call) {
        ScalarNode quantile = scalar(call, 0);
        plain(call, 1);
        return compiler.rangeCall(
                call,
                1,
                (run, grid) -> {
                    double[] quantiles = quantile.scalar(run, grid);
                    for (double each : quantiles) {
                        Fold.checkQuantile(each, run.notes(), call.argument(0).position());
                    }
                    return RangeFunctions.quantile(quantiles);
                });
    }

    private VectorNode smoothing(Expr.Call call) {
        ScalarNode factor = scalar(call, 1);
        ScalarNode trend = scalar(call, 2);
        plain(call, 0);
        return compiler.rangeCall(
                call,
                0,
                (run, grid) -> {
                    double[] factors = factor.scalar(run, grid);
                    double[] trends = trend.scalar(run, grid);
                    for (int i = 0; i < factors.length; i++) {
                        check("smoothing", "sf", factors[i]);
                        check("trend", "tf", trends[i]);
                    }
                    return RangeFunctions.smooth(factors, trends);
                });
    }

    private static void check(String what, String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new QueryException(
                    String.format(
                            Locale.ROOT,
                            "invalid %s factor. Expected: 0 < %s < 1, got: %f",
                            what,
                            name,
                            value));
        }
    }
}

package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.Quoting;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.window.RangeFunction;
import tocsin.promql.window.Window;

/// A function of ranges: each series is read once, and its windows slide over what was read.
final class RangeCall implements VectorNode {
    private final String name;
    private final RangeNode argument;
    private final Function function;
    private final int position;
    private final EngineOptions options;
    private final boolean keepsName;
    private final Relabel.Cache unnamed;

    /// The function of windows for an evaluation: its other arguments are numbers by step.
    interface Function {
        RangeFunction of(Run run, Grid grid);
    }

    RangeCall(
            String name,
            RangeNode argument,
            Function function,
            int position,
            EngineOptions options) {
        this.name = name;
        this.argument = argument;
        this.function = function;
        this.position = position;
        this.options = options;
        this.keepsName = name.equals("last_over_time") || name.equals("first_over_time");
        this.unnamed = new Relabel.Cache(Relabel.unnamed(options.delayedNameRemoval()));
    }

    @Override
    public Vector vector(Run run, Grid grid) {
        RangeFunction bound = function.of(run, grid);
        RangeNode.Ranges ranges = argument.ranges(run, grid);
        Shape shape = ranges.shape();
        int steps = grid.steps();
        double[] values = new double[run.budget().room(shape.size(), steps)];
        @Nullable FloatHistogram @Nullable [] histograms = null;
        var window = new Window(run.notes().at(position), options.startTimestamps());
        boolean counts = name.equals("rate") || name.equals("increase");
        String named = "";
        for (int row = 0; row < shape.size(); row++) {
            SampleBuffer samples = ranges.read(row);
            window.open(samples, shape.labels(row));
            if (samples.hasHistograms() && histograms == null) {
                histograms = new FloatHistogram[values.length];
            }
            var target = new Target(bound, row, values, histograms);
            slide(run, ranges.place(), samples, window, target);
            if (counts) {
                named = checkName(run, shape.labels(row), named, target, steps);
            }
        }
        var vector = run.held(new Vector(shape, steps, values, histograms, null));
        if (keepsName) {
            return vector;
        }
        return unnamed.apply(run, vector, !options.delayedNameRemoval());
    }

    /// Where the values of a row go.
    private record Target(
            RangeFunction function,
            int row,
            double[] values,
            @Nullable FloatHistogram @Nullable [] histograms) {
        private boolean hasFloat(int steps) {
            for (int i = row * steps; i < (row + 1) * steps; i++) {
                boolean histogram = histograms != null && histograms[i] != null;
                if (!histogram && !Vector.isNone(values[i])) {
                    return true;
                }
            }
            return false;
        }
    }

    private static void slide(
            Run run, RangeNode.Place place, SampleBuffer samples, Window window, Target target) {
        int steps = place.grid().steps();
        int size = samples.size();
        long[] times = samples.timestamps();
        int index = target.row() * steps;
        int from = 0;
        int to = 0;
        for (int i = 0; i < steps; i++, index++) {
            long end = place.end(i);
            long start = end - place.range();
            while (to < size && times[to] <= end + place.after()) {
                to++;
            }
            while (from < to && times[from] <= start - place.before()) {
                from++;
            }
            if (from == to) {
                target.values()[index] = Vector.NONE;
                continue;
            }
            window.move(i, place.grid().at(i), start, end);
            window.see(from, to);
            run.budget().look(to - from);
            target.values()[index] = target.function().apply(window);
            if (target.histograms() != null) {
                target.histograms()[index] = window.takeHistogram();
            }
        }
    }

    /// Says when a rate is taken of what does not look like a counter, once for each name.
    private String checkName(Run run, Labels labels, String last, Target target, int steps) {
        String metric = labels.get(Labels.METRIC_NAME);
        if (metric.equals(last) || metric.isEmpty() || !target.hasFloat(steps)) {
            return last;
        }
        if (options.typeAndUnitLabels()) {
            String type = labels.get("__type__");
            if (!type.equals("counter") && !type.equals("histogram")) {
                run.notes()
                        .info(
                                ("metric might not be a counter, __type__ label is not set to"
                                                + " \"counter\" or \"histogram\", got %s: %s")
                                        .formatted(Quoting.quote(type), Quoting.quote(metric)),
                                position);
            }
        } else if (!looksLikeCounter(metric)) {
            run.notes()
                    .info(
                            "metric might not be a counter, name does not end in"
                                    + " _total/_sum/_count/_bucket: "
                                    + Quoting.quote(metric),
                            position);
        }
        return metric;
    }

    private static boolean looksLikeCounter(String metric) {
        return metric.endsWith("_total")
                || metric.endsWith("_sum")
                || metric.endsWith("_count")
                || metric.endsWith("_bucket");
    }
}

package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.Quoting;
import tocsin.promql.histogram.ClassicHistogram;
import tocsin.promql.histogram.NativeHistograms;
import tocsin.promql.value.FloatHistogram;

import java.util.Arrays;
import java.util.List;

/// A function that asks each histogram, classic or native, for a number at each step.
final class HistogramCall {
    /// A bucket is sorted among the others.
    private static final long BUCKET = 5;

    private final boolean delayed;
    private final int position;
    private final Relabel.Cache names;
    private @Nullable HistogramGroups groups;

    HistogramCall(boolean delayed, int position) {
        this.delayed = delayed;
        this.position = position;
        Relabel.Rule unnamed = Relabel.unnamed(delayed);
        this.names =
                new Relabel.Cache((labels, drops) ->
                        unnamed.name(labels.without(List.of(HistogramGroups.BUCKET)), drops));
    }

    /// What is asked.
    interface Question {
        double ofClassic(ClassicHistogram histogram, int step, String metric);

        double ofNative(FloatHistogram histogram, int step, NativeHistograms.Remarks remarks);
    }

    /// The words that name the metric of a row, when its name is still there.
    private String metric(Labels labels) {
        String name = labels.get(Labels.METRIC_NAME);
        return name.isEmpty() ? "" : " for metric name " + Quoting.quote(name);
    }

    Vector ask(Run run, Vector input, String function, Question question) {
        HistogramGroups found = groups;
        if (found == null || !found.areOf(input.shape())) {
            found = new HistogramGroups(input.shape(), run.budget());
            groups = found;
        }
        int steps = input.steps();
        double[] out = Vector.none(found.count() * steps);
        var asking = new Asking(run, input, found, function, question);
        for (int i = 0; i < steps; i++) {
            run.budget().work(BUCKET * input.rows());
            asking.at(i, out);
        }
        var answers = new Vector(found.shape(), steps, out);
        return names.apply(run, run.held(answers), !delayed);
    }

    /// One evaluation.
    private final class Asking {
        private final Run run;
        private final Vector input;
        private final HistogramGroups of;
        private final String function;
        private final Question question;
        private final int steps;
        private final int[] first;
        private final int[] next;
        private final int[] natives;
        private final ClassicHistogram classic = new ClassicHistogram();

        private Asking(
                Run run, Vector input, HistogramGroups of, String function, Question question) {
            this.run = run;
            this.input = input;
            this.of = of;
            this.function = function;
            this.question = question;
            this.steps = input.steps();
            this.first = new int[of.count()];
            this.natives = new int[of.count()];
            this.next = new int[input.rows()];
        }

        private void at(int step, double[] out) {
            Arrays.fill(first, -1);
            Arrays.fill(natives, -1);
            for (int row = 0; row < input.rows(); row++) {
                int index = row * steps + step;
                if (!input.has(index)) {
                    continue;
                }
                if (input.histogram(index) != null) {
                    natives[of.nativeGroup(row)] = row;
                } else if (of.isMalformed(row)) {
                    warnMalformed(row);
                } else {
                    next[row] = first[of.group(row)];
                    first[of.group(row)] = row;
                }
            }
            for (int group = 0; group < first.length; group++) {
                if (first[group] >= 0 || natives[group] >= 0) {
                    out[group * steps + step] = answer(group, step);
                }
            }
        }

        private void warnMalformed(int row) {
            Labels labels = input.shape().labels(row);
            run.notes()
                    .warn(
                            "bucket label \"le\" is missing or has a malformed value of "
                                    + Quoting.quote(labels.get(HistogramGroups.BUCKET))
                                    + metric(labels),
                            position);
        }

        private double answer(int group, int step) {
            String metric = metric(of.shape().labels(group));
            if (natives[group] >= 0 && first[group] >= 0) {
                run.notes()
                        .warn(
                                "vector contains a mix of classic and native histograms" + metric,
                                position);
                return Vector.NONE;
            }
            if (natives[group] >= 0) {
                int index = natives[group] * steps + step;
                FloatHistogram histogram = java.util.Objects.requireNonNull(input.histogram(index));
                return question.ofNative(histogram, step, remarks(metric));
            }
            classic.clear();
            for (int row = first[group]; row >= 0; row = next[row]) {
                classic.add(of.bound(row), input.values()[row * steps + step]);
            }
            return question.ofClassic(classic, step, metric);
        }

        private NativeHistograms.Remarks remarks(String metric) {
            return new NativeHistograms.Remarks() {
                @Override
                public void resultIsNaN() {
                    say("input to " + function + " has NaN observations, result is NaN");
                }

                @Override
                public void skewedHigher() {
                    say("input to " + function + " has NaN observations, result is skewed higher");
                }

                @Override
                public void excluded() {
                    say(
                            "input to histogram_fraction has NaN observations, which are excluded"
                                    + " from all fractions");
                }

                private void say(String message) {
                    run.notes().info(message + metric, position);
                }
            };
        }
    }
}

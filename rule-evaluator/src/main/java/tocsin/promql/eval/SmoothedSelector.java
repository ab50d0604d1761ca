package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.Quoting;
import tocsin.promql.ast.Expr;
import tocsin.promql.histogram.Histograms;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.window.ExtendedHistograms;
import tocsin.promql.window.ExtendedRanges;
import tocsin.promql.window.ExtendedRanges.Edge;

import java.util.List;

/// Series by a value interpolated between the samples before and after.
final class SmoothedSelector implements VectorNode {
    private final Expr.VectorSelector selector;
    private final Standing standing;
    private final SampleBuffer samples = new SampleBuffer();
    private @Nullable FloatHistogram histogram;

    /// The first sample of the series at hand that is newer than the step at hand.
    private int next;

    SmoothedSelector(Expr.VectorSelector selector, Standing standing) {
        this.selector = selector;
        this.standing = standing;
    }

    @Override
    public Vector vector(Run run, Grid grid) {
        Long at = run.at(selector.modifiers());
        long offset = run.offset(selector.modifiers());
        long from = (at == null ? grid.start() : at) - offset - run.lookback();
        long to = (at == null ? grid.end() : at) - offset + run.lookback();
        List<Series> series = standing.select(run, from, to);
        double[] values = Vector.none(run.budget().room(series.size(), grid.steps()));
        var histograms = new @Nullable FloatHistogram[values.length];
        boolean any = false;
        for (int row = 0; row < series.size(); row++) {
            samples.clear();
            try {
                series.get(row).read(from, to, samples);
            } catch (SourceException e) {
                throw Standing.failure(e);
            }
            samples.removeStale();
            run.budget().read(samples.size());
            run.budget().look(grid.steps());
            next = 0;
            for (int i = 0; i < grid.steps(); i++) {
                int index = row * grid.steps() + i;
                values[index] = value(run, row, (at == null ? grid.at(i) : at) - offset);
                histograms[index] = histogram;
                any |= histogram != null;
            }
        }
        return run.held(
                new Vector(standing.shape(), grid.steps(), values, any ? histograms : null, null));
    }

    private double value(Run run, int row, long time) {
        histogram = null;
        while (next < samples.size() && samples.timestamp(next) <= time) {
            next++;
        }
        int before = next - 1;
        if (before < 0 || samples.timestamp(before) <= time - run.lookback()) {
            return Vector.NONE;
        }
        boolean exact = samples.timestamp(before) == time;
        boolean alone = next == samples.size() || samples.timestamp(next) > time + run.lookback();
        if (exact || alone) {
            return take(before, exact);
        }
        return between(run, row, before, time);
    }

    /// The value at a time between a sample and the next.
    private double between(Run run, int row, int before, long time) {
        FloatHistogram a = samples.histogram(before);
        FloatHistogram b = samples.histogram(next);
        if ((a == null) != (b == null)) {
            warn(run, row, "encountered a mix of histograms and floats for metric name ");
            return Vector.NONE;
        }
        if (a == null || b == null) {
            return ExtendedRanges.interpolated(
                    new Edge(samples.timestamp(before), samples.value(before)),
                    new Edge(samples.timestamp(next), samples.value(next)),
                    time,
                    false);
        }
        boolean gauges =
                a.counterResetHint() == CounterResetHint.GAUGE
                        && b.counterResetHint() == CounterResetHint.GAUGE;
        histogram =
                ExtendedHistograms.interpolated(
                        a,
                        b,
                        ExtendedHistograms.share(
                                samples.timestamp(before), samples.timestamp(next), time),
                        !gauges);
        if (histogram == null) {
            warn(
                    run,
                    row,
                    "vector contains a mix of histograms with exponential and custom buckets"
                            + " schemas for metric name ");
            return Vector.NONE;
        }
        return 0;
    }

    private double take(int index, boolean exact) {
        FloatHistogram found = samples.histogram(index);
        if (found == null) {
            return samples.value(index);
        }
        boolean gauge = found.counterResetHint() == CounterResetHint.GAUGE;
        histogram = exact || gauge ? found : Histograms.hinted(found, CounterResetHint.UNKNOWN);
        return 0;
    }

    private void warn(Run run, int row, String message) {
        run.notes()
                .warn(
                        message + Quoting.quote(standing.labels(row).get(Labels.METRIC_NAME)),
                        selector.position());
    }
}

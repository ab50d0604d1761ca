package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.value.StaleMarker;

import java.util.List;

/// Series by their newest sample within the lookback.
final class InstantSelector implements VectorNode {
    /// What is taken of a sample.
    enum Takes {
        /// Its value.
        VALUE,
        /// Its time, in seconds.
        TIME,
        /// When its counter began, in seconds.
        START
    }

    private final Expr.VectorSelector selector;
    private final Standing standing;
    private final Takes takes;
    private final SampleBuffer samples = new SampleBuffer();

    InstantSelector(Expr.VectorSelector selector, Standing standing, Takes takes) {
        this.selector = selector;
        this.standing = standing;
        this.takes = takes;
    }

    /// The column that is being filled.
    private static final class Column {
        private final int steps;
        private final double[] values;
        private @Nullable FloatHistogram @Nullable [] histograms;

        private Column(int cells, int steps) {
            this.steps = steps;
            this.values = Vector.none(cells);
        }

        private void give(int index, FloatHistogram histogram) {
            @Nullable FloatHistogram @Nullable [] all = histograms;
            if (all == null) {
                all = new FloatHistogram[values.length];
                histograms = all;
            }
            all[index] = histogram;
            values[index] = 0;
        }

        /// Gives every step the sample of the first.
        private void spread(int row) {
            int first = row * steps;
            for (int i = first + 1; i < first + steps; i++) {
                values[i] = values[first];
                if (histograms != null) {
                    histograms[i] = histograms[first];
                }
            }
        }
    }

    @Override
    public Vector vector(Run run, Grid grid) {
        Long at = run.at(selector.modifiers());
        long offset = run.offset(selector.modifiers());
        long first = (at == null ? grid.start() : at) - offset;
        long last = (at == null ? grid.end() : at) - offset;
        List<Series> series = standing.select(run, first - run.lookback(), last);
        var column = new Column(run.budget().room(series.size(), grid.steps()), grid.steps());
        boolean once = grid.steps() == 1 || at != null;
        try {
            for (int row = 0; row < series.size(); row++) {
                samples.clear();
                if (once) {
                    last(series.get(row), first - run.lookback(), first);
                    if (samples.size() > 0) {
                        take(samples.size() - 1, row * grid.steps(), column);
                    }
                    column.spread(row);
                } else {
                    series.get(row).read(first - run.lookback(), last, samples);
                    findResets();
                    walk(run, new Grid(first, grid.step(), grid.steps()), row, column);
                }
                run.budget().read(samples.size());
                run.budget().look(grid.steps());
            }
        } catch (SourceException e) {
            throw Standing.failure(e);
        }
        return run.held(
                new Vector(standing.shape(), grid.steps(), column.values, column.histograms, null));
    }

    private void last(Series series, long from, long to) throws SourceException {
        if (standing.findsResets()) {
            series.read(from, to, samples);
            findResets();
        } else {
            series.last(from, to, samples);
        }
    }

    private void findResets() {
        if (standing.findsResets()) {
            ResetHints.find(samples);
        }
    }

    private void walk(Run run, Grid times, int row, Column column) {
        int count = samples.size();
        long[] timestamps = samples.timestamps();
        int next = 0;
        for (int i = 0; i < times.steps(); i++) {
            long time = times.at(i);
            while (next < count && timestamps[next] <= time) {
                next++;
            }
            if (next > 0 && timestamps[next - 1] > time - run.lookback()) {
                take(next - 1, row * times.steps() + i, column);
            }
        }
    }

    private void take(int found, int index, Column column) {
        double value = samples.value(found);
        if (StaleMarker.is(value)) {
            return;
        }
        switch (takes) {
            case VALUE -> {
                FloatHistogram histogram = samples.histogram(found);
                if (histogram == null) {
                    column.values[index] = value;
                } else {
                    column.give(index, histogram);
                }
            }
            case TIME -> column.values[index] = samples.timestamp(found) / 1e3;
            case START -> column.values[index] = samples.startTimestamp(found) / 1e3;
        }
    }
}

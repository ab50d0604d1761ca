package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Durations;
import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Expr.Extension;
import tocsin.promql.histogram.Histograms;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.SampleBuffer;

/// An expression evaluated on a grid of its own, whose steps are multiples of its own step.
final class Subquery implements RangeNode {
    private final Expr.Subquery subquery;
    private final VectorNode inner;
    private final long defaultStep;
    private final SampleBuffer samples = new SampleBuffer();

    Subquery(Expr.Subquery subquery, VectorNode inner, long defaultStep) {
        this.subquery = subquery;
        this.inner = inner;
        this.defaultStep = defaultStep;
    }

    @Override
    public Extension extension() {
        return subquery.extension();
    }

    @Override
    public Ranges ranges(Run run, Grid grid) {
        Long at = run.at(subquery.modifiers());
        long offset = run.offset(subquery.modifiers());
        long range = run.millis(subquery.range(), true);
        Durations written = subquery.step();
        long step = written == null ? defaultStep : run.millis(written, true);
        var place = new Place(grid, at, offset, range, 0, 0);
        long end = place.end(grid.steps() - 1);
        long edge = place.end(0) - range;
        long start = step * (edge / step);
        if (start <= edge) {
            start += step;
        }
        long count = end < start ? 0 : (end - start) / step + 1;
        if (count == 0) {
            return new Computed(run, Vector.empty(1), new Grid(start, step, 1), place);
        }
        run.budget().hold(0);
        if (count > Integer.MAX_VALUE / 2) {
            throw new QueryException(
                    "query processing would load too many samples into memory in query execution");
        }
        var own = new Grid(start, step, (int) count);
        return new Computed(run, inner.vector(run, own), own, place);
    }

    /// The rows of the inner result as samples.
    private final class Computed implements Ranges {
        private final Run run;
        private final Vector vector;
        private final Grid grid;
        private final Place place;

        private Computed(Run run, Vector vector, Grid grid, Place place) {
            this.run = run;
            this.vector = vector;
            this.grid = grid;
            this.place = place;
        }

        @Override
        public Shape shape() {
            return vector.shape();
        }

        @Override
        public Place place() {
            return place;
        }

        @Override
        public SampleBuffer read(int row) {
            samples.clear();
            int steps = grid.steps();
            for (int i = 0; i < steps; i++) {
                int index = row * steps + i;
                double value = vector.values()[index];
                if (Vector.isNone(value)) {
                    continue;
                }
                FloatHistogram histogram = vector.histogram(index);
                if (histogram == null) {
                    samples.add(grid.at(i), value);
                } else {
                    samples.add(grid.at(i), withoutHint(histogram));
                }
            }
            run.budget().read(samples.size());
            return samples;
        }

        private static FloatHistogram withoutHint(@Nullable FloatHistogram histogram) {
            FloatHistogram found = java.util.Objects.requireNonNull(histogram);
            return found.counterResetHint() == CounterResetHint.GAUGE
                    ? found
                    : Histograms.hinted(found, CounterResetHint.UNKNOWN);
        }
    }
}

package tocsin.promql.eval;

import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Expr.Extension;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.SampleBuffer;

import java.util.List;

/// Series by ranges of their samples.
final class RangeSelector implements RangeNode {
    private final Expr.MatrixSelector matrix;
    private final Standing standing;
    private final SampleBuffer samples = new SampleBuffer();

    RangeSelector(Expr.MatrixSelector matrix, Standing standing) {
        this.matrix = matrix;
        this.standing = standing;
    }

    @Override
    public Extension extension() {
        return matrix.selector().extension();
    }

    @Override
    public Ranges ranges(Run run, Grid grid) {
        Expr.Modifiers modifiers = matrix.selector().modifiers();
        Long at = run.at(modifiers);
        boolean extended = extension() != Extension.NONE;
        var place =
                new Place(
                        grid,
                        at,
                        run.offset(modifiers),
                        run.millis(matrix.range(), true),
                        extended ? run.lookback() : 0,
                        extension() == Extension.SMOOTHED ? run.lookback() : 0);
        long from = place.end(0) - place.range() - place.before();
        long to = place.end(grid.steps() - 1) + place.after();
        List<Series> series = standing.select(run, from, to);
        return new Ranges() {
            @Override
            public Shape shape() {
                return standing.shape();
            }

            @Override
            public Place place() {
                return place;
            }

            @Override
            public SampleBuffer read(int row) {
                return readInto(run, series.get(row), from, to);
            }
        };
    }

    private SampleBuffer readInto(Run run, Series series, long from, long to) {
        samples.clear();
        try {
            series.read(from, to, samples);
        } catch (SourceException e) {
            throw Standing.failure(e);
        }
        samples.removeStale();
        if (standing.findsResets()) {
            ResetHints.find(samples);
        }
        run.budget().read(samples.size());
        return samples;
    }
}

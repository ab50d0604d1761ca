package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.source.SeriesSource.Selection;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.source.SourceException;

import java.util.List;

/// A standing selection, and the shape of what it gave last.
final class Standing implements AutoCloseable {
    private final SeriesSource.Selector selector;
    private final boolean findsResets;
    private @Nullable Selection selection;
    private Shape shape = Shape.EMPTY;

    /// @param findsResets whether resets of native counters are looked for
    Standing(SeriesSource source, List<Matcher> matchers, boolean findsResets) {
        this.findsResets = findsResets;
        this.selector = source.prepare(matchers);
    }

    @SuppressWarnings("ReferenceEquality") // the port's promise: same instance, same series
    List<Series> select(Run run, long from, long to) {
        Selection found;
        try {
            found = selector.select(from, to, run.budget()::work);
        } catch (SourceException e) {
            throw failure(e);
        }
        run.budget().select(found.series().size());
        found.warnings().forEach(run.notes()::warnPlain);
        if (found != selection) {
            selection = found;
            shape = Shape.of(found.series().stream().map(Series::labels).toList());
        }
        return found.series();
    }

    /// The shape of the last selection.
    Shape shape() {
        return shape;
    }

    Labels labels(int row) {
        return shape.labels(row);
    }

    boolean findsResets() {
        return findsResets;
    }

    static QueryException failure(SourceException e) {
        return new QueryException(
                QueryException.Kind.STORAGE, "expanding series: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        selector.close();
    }
}

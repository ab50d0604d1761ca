package tocsin.promql.eval;

import tocsin.labels.Labels;
import tocsin.promql.ast.Expr;
import tocsin.promql.ast.ValueType;
import tocsin.promql.eval.Result.Point;
import tocsin.promql.eval.Result.Sample;
import tocsin.promql.eval.Result.Series;
import tocsin.promql.eval.Result.Value;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.window.ExtendedRanges;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Compiled nodes of one expression, with what they have derived from labels. Serves one evaluation
/// at a time.
final class Plan implements AutoCloseable {
    private final Expr expr;
    private final Root root;
    private final List<Standing> selections;
    private final Relabel.Cache cleanup =
            new Relabel.Cache((labels, drops) ->
                    new Relabel.Named(drops ? Relabel.withoutMetadata(labels) : labels, false));

    /// What stands at the top.
    private sealed interface Root {
        record OfVector(VectorNode node) implements Root {}

        record OfScalar(ScalarNode node) implements Root {}

        record OfRange(RangeNode node) implements Root {}

        record OfText(String text) implements Root {}
    }

    Plan(Expr expr, Compiler compiler) {
        this.expr = expr;
        this.root =
                switch (expr.type()) {
                    case VECTOR -> new Root.OfVector(compiler.vector(expr));
                    case SCALAR -> new Root.OfScalar(compiler.scalar(expr));
                    case MATRIX -> new Root.OfRange(compiler.range(expr));
                    case STRING ->
                            new Root.OfText(
                                    Expr.bare(expr) instanceof Expr.StringLiteral(var text, _)
                                            ? text
                                            : "");
                };
        this.selections = compiler.selections();
    }

    Value instant(Run run) {
        long at = run.query().start();
        return switch (root) {
            case Root.OfVector(var node) ->
                    samples(run, cleaned(run, node.vector(run, run.query())), at);
            case Root.OfScalar(var node) -> new Value.Scalar(at, node.scalar(run, run.query())[0]);
            case Root.OfText(var text) -> new Value.Text(at, text);
            case Root.OfRange(var node) -> matrix(run, node);
        };
    }

    Value range(Run run) {
        Grid grid = run.query();
        return switch (root) {
            case Root.OfVector(var node) -> series(run, cleaned(run, node.vector(run, grid)), grid);
            case Root.OfScalar(var node) -> {
                double[] values = node.scalar(run, grid);
                run.budget().hold(values.length);
                yield series(run, new Vector(Shape.of(Labels.EMPTY), grid.steps(), values), grid);
            }
            case Root.OfText _, Root.OfRange _ -> throw refused(expr.type());
        };
    }

    static QueryException refused(ValueType type) {
        return new QueryException(
                "invalid expression type \"%s\" for range query, must be Scalar or instant Vector"
                        .formatted(type.description()));
    }

    /// Names that were kept for matching go in the end.
    private Vector cleaned(Run run, Vector vector) {
        Vector clean = cleanup.apply(run, vector, false);
        return clean.order() == null && vector.order() != null && clean.rows() == vector.rows()
                ? clean.inOrder(vector.order())
                : clean;
    }

    private static Value samples(Run run, Vector vector, long at) {
        var samples = new ArrayList<Sample>();
        int[] order = vector.order();
        int count = order == null ? vector.rows() : order.length;
        for (int i = 0; i < count; i++) {
            run.budget().cell(i);
            int row = order == null ? i : order[i];
            if (vector.has(row)) {
                samples.add(
                        new Sample(
                                vector.shape().labels(row),
                                at,
                                vector.values()[row],
                                vector.histogram(row)));
            }
        }
        return new Value.Vector(samples);
    }

    private static Value series(Run run, Vector vector, Grid grid) {
        var all = new ArrayList<Series>();
        long[] times = new long[grid.steps()];
        for (int i = 0; i < times.length; i++) {
            times[i] = grid.at(i);
        }
        for (int row = 0; row < vector.rows(); row++) {
            run.budget().work(times.length);
            Points points = Points.row(vector, row, times);
            if (!points.isEmpty()) {
                all.add(new Series(vector.shape().labels(row), points));
            }
        }
        return sorted(run, all);
    }

    private static Value sorted(Run run, List<Series> series) {
        series.sort(run.budget().counting(Comparator.comparing(Series::labels)));
        return new Value.Matrix(series);
    }

    private static Value matrix(Run run, RangeNode node) {
        RangeNode.Ranges ranges = node.ranges(run, run.query());
        RangeNode.Place place = ranges.place();
        long end = place.end(0);
        long start = end - place.range();
        var all = new ArrayList<Series>();
        for (int row = 0; row < ranges.shape().size(); row++) {
            SampleBuffer samples = ranges.read(row);
            Points points =
                    switch (node.extension()) {
                        case NONE -> Points.range(samples, start, end);
                        case ANCHORED -> edges(samples, start, end, false);
                        case SMOOTHED -> edges(samples, start, end, true);
                    };
            run.budget().hold(points.size());
            if (!points.isEmpty()) {
                boolean drops = ranges.shape().drops(row);
                Labels labels = ranges.shape().labels(row);
                all.add(new Series(drops ? Relabel.withoutMetadata(labels) : labels, points));
            }
        }
        return sorted(run, all);
    }

    private static Points edges(SampleBuffer samples, long start, long end, boolean smoothed) {
        return Points.of(
                ExtendedRanges.points(samples, start, end, smoothed).stream()
                        .map(edge -> new Point(edge.time(), edge.value(), null))
                        .toList());
    }

    @Override
    public void close() {
        selections.forEach(Standing::close);
    }
}

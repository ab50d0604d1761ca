package tocsin.promql.eval;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.ast.Expr;
import tocsin.promql.value.SampleBuffer;

import java.util.HashSet;
import java.util.Set;

/// `absent` and `absent_over_time`: one row where there is nothing.
final class Absence {
    private Absence() {}

    static VectorNode instant(Expr.Call call, VectorNode argument) {
        Shape shape = Shape.of(labels(call.argument(0)));
        return (run, grid) -> where(shape, argument.vector(run, grid).present(run.budget()));
    }

    static VectorNode overTime(Expr.Call call, RangeNode argument) {
        Shape shape = Shape.of(labels(call.argument(0)));
        return (run, grid) -> {
            RangeNode.Ranges ranges = argument.ranges(run, grid);
            RangeNode.Place place = ranges.place();
            boolean[] present = new boolean[grid.steps()];
            for (int row = 0; row < ranges.shape().size(); row++) {
                SampleBuffer samples = ranges.read(row);
                run.budget().work(grid.steps());
                int to = 0;
                for (int i = 0; i < present.length; i++) {
                    while (to < samples.size() && samples.timestamp(to) <= place.end(i)) {
                        to++;
                    }
                    present[i] |=
                            to > 0 && samples.timestamp(to - 1) > place.end(i) - place.range();
                }
            }
            return where(shape, present);
        };
    }

    private static Vector where(Shape shape, boolean[] present) {
        double[] values = new double[present.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = present[i] ? Vector.NONE : 1;
        }
        return new Vector(shape, values.length, values);
    }

    /// The labels that a series would have that is not there.
    private static Labels labels(Expr argument) {
        Expr.VectorSelector selector =
                switch (argument) {
                    case Expr.VectorSelector found -> found;
                    case Expr.MatrixSelector(var found, var _) -> found;
                    default -> null;
                };
        if (selector == null) {
            return Labels.EMPTY;
        }
        Labels labels = Labels.EMPTY;
        Set<String> seen = new HashSet<>();
        for (Matcher matcher : selector.matchers()) {
            if (!matcher.name().equals(Labels.METRIC_NAME)) {
                boolean first = matcher.type() == MatchType.EQUAL && seen.add(matcher.name());
                labels = labels.with(matcher.name(), first ? matcher.value() : "");
            }
        }
        return labels;
    }
}

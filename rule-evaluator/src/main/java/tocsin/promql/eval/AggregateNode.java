package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr;

/// An aggregation: the group of a row is found when its shape changes, and never again.
final class AggregateNode implements VectorNode {
    private final Expr.Aggregate node;
    private final VectorNode operand;
    private final @Nullable ScalarNode parameter;
    private @Nullable Grouping grouping;

    AggregateNode(Expr.Aggregate node, VectorNode operand, @Nullable ScalarNode parameter) {
        this.node = node;
        this.operand = operand;
        this.parameter = parameter;
    }

    @Override
    public Vector vector(Run run, Grid grid) {
        Vector input = operand.vector(run, grid);
        double[] given = parameter == null ? new double[0] : parameter.scalar(run, grid);
        Grouping found = grouping;
        if (found == null || found.input() != input.shape()) {
            found = Grouping.of(input.shape(), node.grouping(), run.budget());
            grouping = found;
        }
        var fold = new Fold(input, found, run, node);
        Vector result =
                switch (node.aggregator()) {
                    case SUM -> fold.sum();
                    case AVG -> fold.mean();
                    case COUNT -> fold.count(false);
                    case GROUP -> fold.count(true);
                    case MIN -> fold.extreme(false);
                    case MAX -> fold.extreme(true);
                    case STDVAR -> fold.variance(false);
                    case STDDEV -> fold.variance(true);
                    case QUANTILE -> fold.quantile(given);
                    case TOPK, BOTTOMK -> new Ranking(input, found, run, node).rank(given);
                    case LIMITK -> new Limiting(input, found, run, node).first(given);
                    case LIMIT_RATIO -> new Limiting(input, found, run, node).share(given);
                    case COUNT_VALUES -> new CountValues(input, found, run.budget(), node).count();
                };
        return run.held(result);
    }
}

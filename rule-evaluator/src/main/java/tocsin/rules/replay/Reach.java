package tocsin.rules.replay;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Durations;
import tocsin.promql.ast.Expr;

import java.time.Duration;

/// How far back an expression looks, so that older results need not be kept.
final class Reach {
    private Reach() {}

    /// The seconds before the evaluation that it may read, the lookback included.
    static double seconds(Expr expr, Duration lookback) {
        double look = lookback.toMillis() / 1e3;
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> 0;
            case Expr.VectorSelector selector -> look + offset(selector.modifiers());
            case Expr.MatrixSelector matrix ->
                    look + seconds(matrix.range()) + offset(matrix.selector().modifiers());
            case Expr.Subquery subquery ->
                    seconds(subquery.inner(), lookback)
                            + seconds(subquery.range())
                            + offset(subquery.modifiers());
            case Expr.Call call -> {
                double most = 0;
                for (Expr argument : call.arguments()) {
                    most = Math.max(most, seconds(argument, lookback));
                }
                yield most;
            }
            case Expr.Aggregate aggregate ->
                    Math.max(
                            seconds(aggregate.operand(), lookback),
                            aggregate.parameter().map(each -> seconds(each, lookback)).orElse(0.0));
            case Expr.Binary binary ->
                    Math.max(seconds(binary.left(), lookback), seconds(binary.right(), lookback));
            case Expr.Unary unary -> seconds(unary.inner(), lookback);
            case Expr.Parenthesized inner -> seconds(inner.inner(), lookback);
        };
    }

    private static double seconds(Durations durations) {
        return Math.max(0, durations.seconds(0, 0));
    }

    private static double offset(Expr.Modifiers modifiers) {
        @Nullable Durations offset = modifiers.offset();
        double back = offset == null ? 0 : seconds(offset);
        // A fixed moment may be any; nothing is forgotten then.
        return modifiers.at() == null ? back : Double.POSITIVE_INFINITY;
    }
}

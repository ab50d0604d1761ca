package tocsin.promql.eval;

import tocsin.promql.ast.Expr;

import java.util.Set;

/// Which expressions give the same at each step, and so are evaluated once.
final class Invariance {
    private static final Set<String> BY_TIME =
            Set.of(
                    "days_in_month",
                    "day_of_month",
                    "day_of_week",
                    "day_of_year",
                    "end",
                    "hour",
                    "minute",
                    "month",
                    "predict_linear",
                    "range",
                    "start",
                    "step",
                    "time",
                    "timestamp",
                    "year");

    private Invariance() {}

    static boolean holds(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _ -> true;
            case Expr.StringLiteral _ -> true;
            case Expr.VectorSelector selector -> selector.modifiers().at() != null;
            case Expr.MatrixSelector(var selector, var _) -> selector.modifiers().at() != null;
            case Expr.Subquery subquery -> subquery.modifiers().at() != null;
            case Expr.Unary unary -> holds(unary.inner());
            case Expr.Parenthesized inner -> holds(inner.inner());
            case Expr.Aggregate aggregate -> holds(aggregate.operand());
            case Expr.Binary binary -> holds(binary.left()) && holds(binary.right());
            case Expr.Call call ->
                    !BY_TIME.contains(call.function().name())
                            && call.arguments().stream().allMatch(Invariance::holds);
        };
    }

    /// Whether it is worth evaluating once: not for what costs nothing.
    static boolean pays(Expr expr) {
        boolean literal = expr instanceof Expr.NumberLiteral || expr instanceof Expr.StringLiteral;
        return !literal && holds(expr);
    }
}

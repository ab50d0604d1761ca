package tocsin.promql.script;

import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Expr.Modifiers;

import java.util.Optional;
import java.util.Set;

/// An expression with every selector pinned to a moment, so that it gives the same at any time.
final class Pinned {
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

    private final long at;
    private boolean unsafe;

    private Pinned(long at) {
        this.at = at;
    }

    /// The pinned expression, unless something in it depends on the time of evaluation anyway.
    static Optional<Expr> pin(Expr expr, long at) {
        var pinned = new Pinned(at);
        Expr result = pinned.pin(expr);
        return pinned.unsafe ? Optional.empty() : Optional.of(result);
    }

    private Modifiers pin(Modifiers modifiers) {
        return modifiers.at() == null
                ? new Modifiers(modifiers.offset(), new Expr.At.Fixed(at))
                : modifiers;
    }

    private Expr.VectorSelector pin(Expr.VectorSelector selector) {
        return new Expr.VectorSelector(
                selector.name(),
                selector.matchers(),
                pin(selector.modifiers()),
                selector.extension(),
                selector.position());
    }

    private Expr pin(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _ -> expr;
            case Expr.StringLiteral _ -> expr;
            case Expr.VectorSelector selector -> pin(selector);
            case Expr.MatrixSelector(var selector, var range) ->
                    new Expr.MatrixSelector(pin(selector), range);
            case Expr.Subquery subquery -> {
                // Only to see whether something in it depends on the time.
                pin(subquery.inner());
                yield new Expr.Subquery(
                        subquery.inner(),
                        subquery.range(),
                        subquery.step(),
                        pin(subquery.modifiers()),
                        subquery.extension());
            }
            case Expr.Call call -> {
                unsafe |= BY_TIME.contains(call.function().name());
                yield new Expr.Call(
                        call.function(),
                        call.arguments().stream().map(this::pin).toList(),
                        call.position());
            }
            case Expr.Aggregate aggregate -> pin(aggregate);
            case Expr.Binary binary -> pin(binary);
            case Expr.Unary unary ->
                    new Expr.Unary(unary.minus(), pin(unary.inner()), unary.position());
            case Expr.Parenthesized inner ->
                    new Expr.Parenthesized(pin(inner.inner()), inner.position());
        };
    }

    private Expr pin(Expr.Aggregate aggregate) {
        return new Expr.Aggregate(
                aggregate.aggregator(),
                pin(aggregate.operand()),
                aggregate.parameter().map(this::pin),
                aggregate.grouping(),
                aggregate.position());
    }

    private Expr pin(Expr.Binary binary) {
        return new Expr.Binary(
                binary.operator(),
                pin(binary.left()),
                pin(binary.right()),
                binary.bool(),
                binary.matching(),
                binary.operatorPosition());
    }
}

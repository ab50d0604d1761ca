package tocsin.rules.promql;

import tocsin.labels.Matcher;
import tocsin.promql.ast.Expr;

import java.util.ArrayList;
import java.util.List;

/// The selectors of an expression.
final class Selectors {
    private Selectors() {}

    /// The matchers of each selector, in order of writing.
    static List<List<Matcher>> of(Expr expr) {
        var found = new ArrayList<List<Matcher>>();
        collect(expr, found);
        return List.copyOf(found);
    }

    private static void collect(Expr expr, List<List<Matcher>> into) {
        switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> {}
            case Expr.VectorSelector selector -> into.add(selector.matchers());
            case Expr.MatrixSelector matrix -> into.add(matrix.selector().matchers());
            case Expr.Subquery subquery -> collect(subquery.inner(), into);
            case Expr.Call call -> {
                call.arguments().forEach(argument -> collect(argument, into));
                if (call.function().name().equals("info")) {
                    // It joins with metrics that nobody names.
                    into.add(List.of());
                }
            }
            case Expr.Aggregate aggregate -> {
                collect(aggregate.operand(), into);
                aggregate.parameter().ifPresent(parameter -> collect(parameter, into));
            }
            case Expr.Binary binary -> {
                collect(binary.left(), into);
                collect(binary.right(), into);
            }
            case Expr.Unary unary -> collect(unary.inner(), into);
            case Expr.Parenthesized inner -> collect(inner.inner(), into);
        }
    }
}

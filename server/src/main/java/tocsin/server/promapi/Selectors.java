package tocsin.server.promapi;

import tocsin.labels.Matcher;
import tocsin.promql.ast.Expr;

import java.util.ArrayList;
import java.util.List;

/// The selectors of an expression.
final class Selectors {
    private final List<List<Matcher>> found = new ArrayList<>();

    private Selectors() {}

    /// The matchers of each selector, in the order written.
    static List<List<Matcher>> of(Expr expr) {
        var selectors = new Selectors();
        selectors.walk(expr);
        return selectors.found;
    }

    private void walk(Expr expr) {
        switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> {}
            case Expr.VectorSelector selector -> found.add(selector.matchers());
            case Expr.MatrixSelector matrix -> found.add(matrix.selector().matchers());
            case Expr.Subquery subquery -> walk(subquery.inner());
            case Expr.Call call -> call.arguments().forEach(this::walk);
            case Expr.Aggregate aggregate -> {
                aggregate.parameter().ifPresent(this::walk);
                walk(aggregate.operand());
            }
            case Expr.Binary binary -> {
                walk(binary.left());
                walk(binary.right());
            }
            case Expr.Unary unary -> walk(unary.inner());
            case Expr.Parenthesized parenthesized -> walk(parenthesized.inner());
        }
    }
}

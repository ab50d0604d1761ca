package tocsin.promql.ast;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes long expressions over several lines, as `promtool promql format` does.
public final class Pretty {
    private static final int LONGEST_LINE = 100;

    private Pretty() {}

    /// An expression, indented from the left edge.
    public static String print(Expr expr) {
        return print(expr, 0);
    }

    private static String print(Expr expr, int level) {
        String indent = "  ".repeat(level);
        String line = Printer.print(expr);
        if (line.getBytes(StandardCharsets.UTF_8).length <= LONGEST_LINE) {
            return expr instanceof Expr.Subquery ? line : indent + line;
        }
        return switch (expr) {
            case Expr.Aggregate aggregate -> indent + aggregate(aggregate, level);
            case Expr.Call call ->
                    indent + call.function().name() + arguments(call.arguments(), level);
            case Expr.Binary binary ->
                    left(binary, level + 1)
                            + "\n"
                            + indent
                            + Printer.operator(binary)
                            + "\n"
                            + print(binary.right(), level + 1);
            case Expr.Parenthesized inner ->
                    indent + "(\n" + print(inner.inner(), level + 1) + "\n" + indent + ")";
            case Expr.Subquery subquery ->
                    print(subquery.inner(), level) + Printer.suffix(subquery);
            case Expr.Unary unary ->
                    indent + (unary.minus() ? "-" : "+") + print(unary.inner(), level).strip();
            case Expr.NumberLiteral _ -> indent + line;
            case Expr.StringLiteral _ -> indent + line;
            case Expr.VectorSelector _ -> indent + line;
            case Expr.MatrixSelector _ -> indent + line;
        };
    }

    /// A number that is raised to a power is written as on one line.
    private static String left(Expr.Binary binary, int level) {
        return binary.left() instanceof Expr.NumberLiteral
                ? "  ".repeat(level) + Printer.base(binary)
                : print(binary.left(), level);
    }

    private static String aggregate(Expr.Aggregate aggregate, int level) {
        var inner = new ArrayList<Expr>();
        aggregate.parameter().ifPresent(inner::add);
        inner.add(aggregate.operand());
        return Printer.clause(aggregate) + arguments(inner, level);
    }

    private static String arguments(List<Expr> arguments, int level) {
        return arguments.stream()
                .map(each -> print(each, level + 1))
                .collect(Collectors.joining(",\n", "(\n", "\n" + "  ".repeat(level) + ")"));
    }
}

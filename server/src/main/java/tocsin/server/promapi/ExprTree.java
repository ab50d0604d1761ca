package tocsin.server.promapi;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Matcher;
import tocsin.promql.ast.Durations;
import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Expr.At;
import tocsin.promql.ast.Expr.Extension;
import tocsin.promql.ast.Expr.Modifiers;
import tocsin.promql.ast.ValueType;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// An expression as the tree that upstream's UI draws. Keys stand in order of the alphabet, as Go
/// writes maps.
final class ExprTree {
    private ExprTree() {}

    /// The tree of an expression.
    static Map<String, @Nullable Object> of(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral(double value, _, _) ->
                    node("numberLiteral", "val", Numbers.plain(value));
            case Expr.StringLiteral(String value, _) -> node("stringLiteral", "val", value);
            case Expr.VectorSelector selector -> selector("vectorSelector", selector);
            case Expr.MatrixSelector(var selector, var range) -> {
                Map<String, @Nullable Object> tree = selector("matrixSelector", selector);
                duration(tree, "range", range);
                yield tree;
            }
            case Expr.Subquery subquery -> subquery(subquery);
            case Expr.Call call -> call(call);
            case Expr.Aggregate aggregate -> aggregate(aggregate);
            case Expr.Binary binary -> binary(binary);
            case Expr.Unary(boolean minus, Expr inner, _) ->
                    node("unaryExpr", "op", minus ? "-" : "+", "expr", of(inner));
            case Expr.Parenthesized(Expr inner, _) -> node("parenExpr", "expr", of(inner));
        };
    }

    private static Map<String, @Nullable Object> node(String type, @Nullable Object... fields) {
        var tree = new TreeMap<String, @Nullable Object>();
        tree.put("type", type);
        for (int i = 0; i < fields.length; i += 2) {
            tree.put(String.valueOf(fields[i]), fields[i + 1]);
        }
        return tree;
    }

    private static Map<String, @Nullable Object> selector(
            String type, Expr.VectorSelector selector) {
        Map<String, @Nullable Object> tree =
                node(
                        type,
                        "name",
                        selector.name(),
                        "matchers",
                        selector.matchers().stream().map(ExprTree::matcher).toList(),
                        "anchored",
                        selector.extension() == Extension.ANCHORED,
                        "smoothed",
                        selector.extension() == Extension.SMOOTHED);
        modifiers(tree, selector.modifiers());
        return tree;
    }

    private static Object matcher(Matcher matcher) {
        return node(matcher.type().operator(), "name", matcher.name(), "value", matcher.value());
    }

    private static Map<String, @Nullable Object> subquery(Expr.Subquery subquery) {
        Map<String, @Nullable Object> tree =
                node(
                        "subquery",
                        "expr",
                        of(subquery.inner()),
                        "anchored",
                        subquery.extension() == Extension.ANCHORED,
                        "smoothed",
                        subquery.extension() == Extension.SMOOTHED);
        duration(tree, "range", subquery.range());
        duration(tree, "step", subquery.step());
        modifiers(tree, subquery.modifiers());
        return tree;
    }

    private static void modifiers(Map<String, @Nullable Object> tree, Modifiers modifiers) {
        duration(tree, "offset", modifiers.offset());
        At at = modifiers.at();
        tree.put("timestamp", at instanceof At.Fixed(long millis) ? millis : null);
        tree.put(
                "startOrEnd",
                switch (at) {
                    case null -> null;
                    case At.Fixed _ -> null;
                    case At.Start() -> "start";
                    case At.End() -> "end";
                });
    }

    /// A duration that is known stands in milliseconds under its name; one to be computed stands
    /// under the name with `Expr` behind it.
    private static void duration(
            Map<String, @Nullable Object> tree, String name, @Nullable Durations value) {
        boolean known = value == null || value.isLiteral() || value instanceof Durations.Signed;
        long millis = value == null || !known ? 0 : Math.round(value.seconds(0, 0) * 1e3);
        tree.put(name, millis);
        tree.put(name + "Expr", known ? null : computed(value));
    }

    private static @Nullable Object computed(@Nullable Durations value) {
        return switch (value) {
            case null -> null;
            case Durations.Literal(double seconds, _) ->
                    node("numberLiteral", "val", Numbers.plain(seconds));
            case Durations.OfQuery(boolean step, _) ->
                    operation(step ? "step" : "range", null, null, false);
            case Durations.Signed(boolean minus, var inner, _) ->
                    operation(minus ? "-" : "+", null, inner, false);
            case Durations.Parenthesized(var inner, _) -> wrapped(inner);
            case Durations.Extreme(boolean max, var left, var right, _) ->
                    operation(max ? "max_of" : "min_of", left, right, false);
            case Durations.Computed(var operator, var left, var right) ->
                    operation(operator.symbol(), left, right, false);
        };
    }

    private static @Nullable Object wrapped(Durations inner) {
        return inner instanceof Durations.Computed(var operator, var left, var right)
                ? operation(operator.symbol(), left, right, true)
                : computed(inner);
    }

    private static Object operation(
            String operator, @Nullable Durations left, @Nullable Durations right, boolean wrapped) {
        return node(
                "durationExpr",
                "op",
                operator,
                "lhs",
                computed(left),
                "rhs",
                computed(right),
                "wrapped",
                wrapped);
    }

    private static Map<String, @Nullable Object> call(Expr.Call call) {
        var function = call.function();
        var signature = new TreeMap<String, @Nullable Object>();
        signature.put("name", function.name());
        signature.put("argTypes", function.arguments().stream().map(ValueType::word).toList());
        signature.put("variadic", function.variadic());
        signature.put("returnType", function.returns().word());
        return node(
                "call",
                "func",
                signature,
                "args",
                call.arguments().stream().map(ExprTree::of).toList());
    }

    private static Map<String, @Nullable Object> aggregate(Expr.Aggregate aggregate) {
        return node(
                "aggregation",
                "op",
                aggregate.aggregator().word(),
                "expr",
                of(aggregate.operand()),
                "param",
                aggregate.parameter().map(ExprTree::of).orElse(null),
                "grouping",
                aggregate.grouping().labels(),
                "without",
                aggregate.grouping().without());
    }

    private static Map<String, @Nullable Object> binary(Expr.Binary binary) {
        boolean vectors =
                binary.left().type() == ValueType.VECTOR
                        && binary.right().type() == ValueType.VECTOR;
        return node(
                "binaryExpr",
                "op",
                binary.operator().symbol(),
                "lhs",
                of(binary.left()),
                "rhs",
                of(binary.right()),
                "matching",
                vectors ? matching(binary.matching()) : null,
                "bool",
                binary.bool());
    }

    private static Object matching(Expr.Matching matching) {
        var fills = new TreeMap<String, @Nullable Object>();
        fills.put("lhs", matching.fillLeft());
        fills.put("rhs", matching.fillRight());
        var tree = new TreeMap<String, @Nullable Object>();
        tree.put("card", matching.cardinality().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        tree.put("labels", List.copyOf(matching.labels()));
        tree.put("on", matching.on());
        tree.put("include", List.copyOf(matching.include()));
        tree.put("fillValues", fills);
        return tree;
    }
}

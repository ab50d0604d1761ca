package tocsin.promql.ast;

import tocsin.duration.DurationText;
import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.labels.Quoting;
import tocsin.promql.ast.Expr.Cardinality;
import tocsin.promql.ast.Expr.Extension;
import tocsin.promql.ast.Expr.Matching;
import tocsin.promql.ast.Expr.Modifiers;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes expressions as Prometheus does: what rules show, and what links are made of.
public final class Printer {
    private Printer() {}

    /// An expression on one line.
    public static String print(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral number ->
                    number.duration()
                            ? DurationText.format(
                                    Duration.ofMillis(Math.round(number.value() * 1e3)))
                            : number(number.value());
            case Expr.StringLiteral text -> Quoting.quote(text.value());
            case Expr.VectorSelector selector ->
                    series(selector)
                            + at(selector.modifiers())
                            + extension(selector.extension())
                            + offset(selector.modifiers());
            case Expr.MatrixSelector(var selector, var range) ->
                    series(selector)
                            + "["
                            + range.text()
                            + "]"
                            + extension(selector.extension())
                            + at(selector.modifiers())
                            + offset(selector.modifiers());
            case Expr.Subquery subquery -> print(subquery.inner()) + suffix(subquery);
            case Expr.Call call -> call.function().name() + "(" + all(call.arguments()) + ")";
            case Expr.Aggregate aggregate ->
                    clause(aggregate)
                            + "("
                            + aggregate.parameter().map(each -> print(each) + ", ").orElse("")
                            + print(aggregate.operand())
                            + ")";
            case Expr.Binary binary ->
                    base(binary) + " " + operator(binary) + " " + print(binary.right());
            case Expr.Unary unary -> (unary.minus() ? "-" : "+") + print(unary.inner());
            case Expr.Parenthesized inner -> "(" + print(inner.inner()) + ")";
        };
    }

    /// The left side. A sign before a power is read as that of the whole power, so that infinity,
    /// else written with one, goes without it here; upstream's does not read back.
    static String base(Expr.Binary binary) {
        boolean raised =
                binary.operator() == Operator.POW
                        && binary.left() instanceof Expr.NumberLiteral number
                        && number.value() == Double.POSITIVE_INFINITY;
        return raised ? "Inf" : print(binary.left());
    }

    static String suffix(Expr.Subquery subquery) {
        Durations step = subquery.step();
        return "["
                + subquery.range().text()
                + ":"
                + (step == null ? "" : step.text())
                + "]"
                + at(subquery.modifiers())
                + offset(subquery.modifiers());
    }

    private static String all(List<Expr> exprs) {
        return exprs.stream().map(Printer::print).collect(Collectors.joining(", "));
    }

    /// A number as short as it can be, without an exponent.
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return Double.doubleToRawLongBits(value) < 0 ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return exact.toPlainString();
    }

    private static String series(Expr.VectorSelector selector) {
        String matchers =
                selector.matchers().stream()
                        .filter(matcher -> !isName(matcher, selector.name()))
                        .map(Printer::matcher)
                        .sorted(Labels.BYTE_ORDER)
                        .collect(Collectors.joining(","));
        return matchers.isEmpty() ? selector.name() : selector.name() + "{" + matchers + "}";
    }

    private static boolean isName(Matcher matcher, String name) {
        return !name.isEmpty()
                && matcher.type() == MatchType.EQUAL
                && matcher.name().equals(Labels.METRIC_NAME)
                && matcher.value().equals(name);
    }

    private static String matcher(Matcher matcher) {
        String name =
                LabelNames.isLegacy(matcher.name())
                        ? matcher.name()
                        : Quoting.quote(matcher.name());
        return name + matcher.type().operator() + Quoting.quote(matcher.value());
    }

    private static String at(Modifiers modifiers) {
        return switch (modifiers.at()) {
            case null -> "";
            case Expr.At.Fixed(long millis) -> String.format(Locale.ROOT, " @ %.3f", millis / 1e3);
            case Expr.At.Start() -> " @ start()";
            case Expr.At.End() -> " @ end()";
        };
    }

    private static String offset(Modifiers modifiers) {
        Durations offset = modifiers.offset();
        return offset == null ? "" : " offset " + offset.text();
    }

    private static String extension(Extension extension) {
        return extension == Extension.NONE ? "" : " " + extension.name().toLowerCase(Locale.ROOT);
    }

    static String clause(Expr.Aggregate aggregate) {
        String word = aggregate.aggregator().word();
        var grouping = aggregate.grouping();
        if (grouping.without()) {
            return word + " without (" + labels(grouping.labels()) + ") ";
        }
        return grouping.labels().isEmpty()
                ? word
                : word + " by (" + labels(grouping.labels()) + ") ";
    }

    static String labels(List<String> names) {
        return names.stream()
                .map(name -> LabelNames.isLegacy(name) ? name : Quoting.quote(name))
                .collect(Collectors.joining(", "));
    }

    static String operator(Expr.Binary binary) {
        var out = new StringBuilder(binary.operator().symbol());
        if (binary.bool()) {
            out.append(" bool");
        }
        Matching matching = binary.matching();
        boolean grouped =
                matching.cardinality() == Cardinality.MANY_TO_ONE
                        || matching.cardinality() == Cardinality.ONE_TO_MANY;
        if (matching.on() || !matching.labels().isEmpty() || grouped) {
            out.append(matching.on() ? " on (" : " ignoring (");
            out.append(labels(matching.labels())).append(')');
        }
        if (grouped) {
            boolean left = matching.cardinality() == Cardinality.MANY_TO_ONE;
            out.append(left ? " group_left (" : " group_right (");
            out.append(labels(matching.include())).append(')');
        }
        fills(matching, out);
        return out.toString();
    }

    private static void fills(Matching matching, StringBuilder out) {
        Double left = matching.fillLeft();
        Double right = matching.fillRight();
        if (left != null && left.equals(right)) {
            out.append(" fill (").append(number(left)).append(')');
            return;
        }
        if (left != null) {
            out.append(" fill_left (").append(number(left)).append(')');
        }
        if (right != null) {
            out.append(" fill_right (").append(number(right)).append(')');
        }
    }
}

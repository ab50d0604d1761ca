package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Operator;
import tocsin.promql.ast.ValueType;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.window.RangeFunction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes nodes of an expression. What is written twice becomes one node.
final class Compiler {
    private final SeriesSource source;
    private final EngineOptions options;
    private final EngineMetrics metrics;
    private final @Nullable Sharing sharing;
    private final Map<String, Integer> occurrences;
    private final Map<String, VectorNode> shared = new HashMap<>();
    private final List<Standing> selections = new ArrayList<>();
    private boolean findsResets;

    Compiler(
            SeriesSource source,
            EngineOptions options,
            EngineMetrics metrics,
            @Nullable Sharing sharing,
            Expr expr) {
        this.source = source;
        this.options = options;
        this.metrics = metrics;
        this.sharing = sharing;
        this.occurrences = Repeats.count(expr);
    }

    EngineOptions options() {
        return options;
    }

    boolean delayed() {
        return options.delayedNameRemoval();
    }

    SeriesSource source() {
        return source;
    }

    /// The selections made so far; whoever runs the nodes closes them.
    List<Standing> selections() {
        return selections;
    }

    private Standing standing(Expr.VectorSelector selector) {
        var standing = new Standing(source, selector.matchers(), findsResets);
        selections.add(standing);
        return standing;
    }

    VectorNode vector(Expr given) {
        Expr expr = Expr.bare(given);
        String text = Repeats.key(expr);
        String key = findsResets + text;
        if (occurrences.getOrDefault(text, 0) < 2) {
            return common(expr, key);
        }
        VectorNode found = shared.get(key);
        if (found == null) {
            found = Repeats.shared(common(expr, key));
            shared.put(key, found);
        }
        return found;
    }

    /// A vector of which only counts and sums of histograms are asked, or all of them.
    VectorNode vector(Expr expr, boolean onlyTotals) {
        boolean before = findsResets;
        findsResets = onlyTotals;
        VectorNode node = vector(expr);
        findsResets = before;
        return node;
    }

    /// What other queries have in common with this one is taken from whoever comes first.
    private VectorNode common(Expr expr, String key) {
        VectorNode node = wrapped(expr);
        return sharing == null ? node : sharing.share(expr, key, node, metrics);
    }

    private VectorNode wrapped(Expr expr) {
        VectorNode node = plainVector(expr);
        return Invariance.pays(expr) ? Repeats.invariant(node) : node;
    }

    private VectorNode plainVector(Expr expr) {
        return switch (expr) {
            case Expr.VectorSelector selector -> selector(selector, InstantSelector.Takes.VALUE);
            case Expr.Call call -> new Calls(this).vector(call);
            case Expr.Aggregate aggregate -> aggregate(aggregate);
            case Expr.Binary binary -> binary(binary);
            case Expr.Unary unary ->
                    unary.minus()
                            ? Elementwise.negated(vector(unary.inner()), delayed())
                            : vector(unary.inner());
            case Expr.Parenthesized inner -> vector(inner.inner());
            case Expr.NumberLiteral _ -> throw misplaced(expr);
            case Expr.StringLiteral _ -> throw misplaced(expr);
            case Expr.MatrixSelector _ -> throw misplaced(expr);
            case Expr.Subquery _ -> throw misplaced(expr);
        };
    }

    private static IllegalStateException misplaced(Expr expr) {
        return new IllegalStateException("the type check let through: " + expr);
    }

    VectorNode selector(Expr.VectorSelector selector, InstantSelector.Takes takes) {
        return selector.extension() == Expr.Extension.SMOOTHED
                ? new SmoothedSelector(selector, standing(selector))
                : new InstantSelector(selector, standing(selector), takes);
    }

    RangeNode range(Expr given) {
        Expr expr = Expr.bare(given);
        return switch (expr) {
            case Expr.MatrixSelector matrix ->
                    new RangeSelector(matrix, standing(matrix.selector()));
            case Expr.Subquery subquery ->
                    new Subquery(
                            subquery,
                            vectorOrScalar(subquery.inner()),
                            options.subqueryStep().toMillis());
            default -> throw misplaced(expr);
        };
    }

    /// A vector, or a number as one.
    VectorNode vectorOrScalar(Expr expr) {
        return expr.type() == ValueType.SCALAR ? Scalars.asVector(scalar(expr)) : vector(expr);
    }

    ScalarNode scalar(Expr given) {
        Expr expr = Expr.bare(given);
        ScalarNode node = plainScalar(expr);
        return Invariance.pays(expr) ? Repeats.invariantNumber(node) : node;
    }

    private ScalarNode plainScalar(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral number -> Scalars.constant(number.value());
            case Expr.Binary binary ->
                    Joins.ofScalars(binary, scalar(binary.left()), scalar(binary.right()));
            case Expr.Unary unary -> signed(unary);
            case Expr.Call call -> {
                ScalarNode found = Scalars.call(call, this);
                if (found == null) {
                    throw misplaced(expr);
                }
                yield found;
            }
            default -> throw misplaced(expr);
        };
    }

    private ScalarNode signed(Expr.Unary unary) {
        ScalarNode inner = scalar(unary.inner());
        if (!unary.minus()) {
            return inner;
        }
        return (run, grid) -> {
            double[] values = inner.scalar(run, grid).clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = -values[i];
            }
            return values;
        };
    }

    private VectorNode aggregate(Expr.Aggregate aggregate) {
        VectorNode operand = vector(aggregate.operand());
        Expr parameter = aggregate.parameter().orElse(null);
        boolean number = parameter != null && parameter.type() == ValueType.SCALAR;
        return new AggregateNode(
                aggregate, operand, number && parameter != null ? scalar(parameter) : null);
    }

    private VectorNode binary(Expr.Binary binary) {
        boolean leftScalar = binary.left().type() == ValueType.SCALAR;
        boolean rightScalar = binary.right().type() == ValueType.SCALAR;
        if (leftScalar) {
            return new Joins.WithScalar(
                    binary, vector(binary.right()), scalar(binary.left()), true, delayed());
        }
        if (rightScalar) {
            return new Joins.WithScalar(
                    binary, vector(binary.left()), scalar(binary.right()), false, delayed());
        }
        VectorNode left = vector(binary.left());
        VectorNode right = vector(binary.right());
        Operator operator = binary.operator();
        return SetJoin.handles(operator)
                ? new SetJoin(binary, left, right)
                : new Joins.OfVectors(binary, left, right, delayed());
    }

    /// A function of ranges.
    VectorNode rangeCall(Expr.Call call, int argument, RangeCall.Function function) {
        return new RangeCall(
                call.function().name(),
                range(call.argument(argument)),
                function,
                call.argument(argument).position(),
                options);
    }

    /// A function of ranges that has no other arguments.
    VectorNode rangeCall(Expr.Call call, RangeFunction function) {
        return rangeCall(call, 0, (_, _) -> function);
    }
}

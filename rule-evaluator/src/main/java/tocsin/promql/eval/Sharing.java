package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.promql.ast.Expr;
import tocsin.promql.ast.ValueType;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// What several queries have in common, and are asked at the same instant: evaluated by the first
/// of them, and kept until another instant is asked. Made for the rules of a group.
///
/// Only what reads series by metric names that none of the queries' results are written under is
/// shared, for a rule must see what those before it have written.
public final class Sharing {
    /// Values of a result that is kept; larger ones are evaluated again.
    private static final int MOST = 1_000_000;

    private final Set<String> written;
    private final Map<String, Integer> occurrences = new HashMap<>();
    private final AtomicReference<Tick> last = new AtomicReference<>(new Tick(0, 0));

    /// Results of one instant, by expression.
    private record Tick(long at, long lookback, Map<String, Vector> results) {
        private Tick(long at, long lookback) {
            this(at, lookback, new ConcurrentHashMap<>());
        }

        private boolean isOf(Run run) {
            return at == run.query().start() && lookback == run.lookback();
        }
    }

    /// What these queries have in common.
    ///
    /// @param written names of metrics that their results are written under
    /// @throws tocsin.promql.parse.ParseException when one of them is not well formed
    Sharing(Collection<String> queries, Set<String> written, ParserOptions options) {
        this.written = Set.copyOf(written);
        var seen = new HashSet<String>();
        queries.forEach(query -> count(Parser.parse(query, options), seen));
    }

    /// Counts the largest expressions that are written more than once: within what was met before,
    /// nothing is counted again.
    private void count(Expr given, Set<String> seen) {
        Expr expr = Expr.bare(given);
        if (isShareable(expr)) {
            String key = Repeats.key(expr);
            occurrences.merge(key, 1, Integer::sum);
            if (!seen.add(key)) {
                return;
            }
        }
        switch (expr) {
            case Expr.NumberLiteral _ -> {}
            case Expr.StringLiteral _ -> {}
            case Expr.VectorSelector _ -> {}
            case Expr.MatrixSelector _ -> {}
            // On a grid of its own, never at the instant.
            case Expr.Subquery _ -> {}
            case Expr.Call call -> call.arguments().forEach(each -> count(each, seen));
            case Expr.Aggregate aggregate -> {
                aggregate.parameter().ifPresent(each -> count(each, seen));
                count(aggregate.operand(), seen);
            }
            case Expr.Binary binary -> {
                count(binary.left(), seen);
                count(binary.right(), seen);
            }
            case Expr.Unary unary -> count(unary.inner(), seen);
            case Expr.Parenthesized inner -> count(inner.inner(), seen);
        }
    }

    private boolean isShareable(Expr expr) {
        return expr.type() == ValueType.VECTOR && readsForeign(expr);
    }

    private boolean readsForeign(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _ -> true;
            case Expr.StringLiteral _ -> true;
            case Expr.VectorSelector selector -> isForeign(selector);
            case Expr.MatrixSelector(var selector, var _) -> isForeign(selector);
            case Expr.Subquery subquery -> readsForeign(subquery.inner());
            case Expr.Call call ->
                    !call.function().name().equals("info")
                            && call.arguments().stream().allMatch(this::readsForeign);
            case Expr.Aggregate aggregate ->
                    readsForeign(aggregate.operand())
                            && aggregate.parameter().stream().allMatch(this::readsForeign);
            case Expr.Binary binary -> readsForeign(binary.left()) && readsForeign(binary.right());
            case Expr.Unary unary -> readsForeign(unary.inner());
            case Expr.Parenthesized inner -> readsForeign(inner.inner());
        };
    }

    private boolean isForeign(Expr.VectorSelector selector) {
        return selector.matchers().stream()
                .anyMatch(matcher ->
                        matcher.name().equals(Labels.METRIC_NAME)
                                && matcher.type() == MatchType.EQUAL
                                && !written.contains(matcher.value()));
    }

    /// The node, or one that asks first whether another query has evaluated it at this instant.
    VectorNode share(Expr expr, String key, VectorNode node, EngineMetrics metrics) {
        if (occurrences.getOrDefault(Repeats.key(expr), 0) < 2) {
            return node;
        }
        return (run, grid) -> {
            if (!grid.equals(Grid.instant(run.query().start())) || run.query().steps() != 1) {
                return node.vector(run, grid);
            }
            Map<String, Vector> results = results(run);
            @Nullable Vector known = results.get(key);
            if (known != null) {
                metrics.shared();
                return known;
            }
            Vector found = node.vector(run, grid);
            if (found.values().length <= MOST) {
                results.put(key, found);
            }
            return found;
        };
    }

    private Map<String, Vector> results(Run run) {
        Tick tick = last.get();
        if (!tick.isOf(run)) {
            tick = new Tick(run.query().start(), run.lookback());
            last.set(tick);
        }
        return tick.results();
    }
}

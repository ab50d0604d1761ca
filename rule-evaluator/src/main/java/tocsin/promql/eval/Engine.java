package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr;
import tocsin.promql.ast.ValueType;
import tocsin.promql.parse.Parser;
import tocsin.promql.source.SeriesSource;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Evaluates PromQL over a source of series. May be called from many threads; a query runs on the
/// thread that asks for it.
public final class Engine {
    private final SeriesSource source;
    private final EngineOptions options;
    private final Limits limits;
    private final EngineMetrics metrics;
    private final QuerySlots slots;
    private final AtomicLong samples = new AtomicLong();

    /// An engine over a source.
    public Engine(
            SeriesSource source, EngineOptions options, Limits limits, EngineMetrics metrics) {
        this.source = source;
        this.options = options;
        this.limits = limits;
        this.metrics = metrics;
        this.slots = new QuerySlots(limits.maxConcurrency(), limits.maxWaiting(), metrics);
    }

    /// The engine that users' queries go through, whose limits are those shown.
    public static Engine watched(
            SeriesSource source, EngineOptions options, Limits limits, EngineMetrics metrics) {
        var engine = new Engine(source, options, limits, metrics);
        metrics.watch(limits.maxConcurrency(), engine.samples::get);
        return engine;
    }

    /// Another engine over the same series, with as many slots and as much memory of its own, which
    /// the queries of this one cannot take from it: for rules.
    public Engine apart() {
        return new Engine(source, options, limits, metrics);
    }

    /// What it reads.
    public SeriesSource source() {
        return source;
    }

    /// What queries may use.
    ///
    /// @param maxSeries `--query.max-series`: series one query may select, each as often as a
    ///   selector does
    /// @param maxSamples `--query.max-samples`: samples one query may hold
    /// @param maxSamplesOfAll samples that all queries together may hold
    /// @param timeout `--query.timeout`, the wait for a slot included
    /// @param maxConcurrency `--query.max-concurrency`
    /// @param maxWaiting `--query.max-waiting`: queries that may wait until they may run
    public record Limits(
            long maxSeries,
            long maxSamples,
            long maxSamplesOfAll,
            Duration timeout,
            int maxConcurrency,
            int maxWaiting) {
        /// As a server without flags has it.
        public static final Limits SERVER =
                new Limits(2_000_000, 50_000_000, 200_000_000, Duration.ofMinutes(2), 20, 1_000);

        /// The same with a time limit that a caller asks for, which can only be shorter.
        public Limits within(Duration shorter) {
            return shorter.compareTo(timeout) < 0
                    ? new Limits(
                            maxSeries,
                            maxSamples,
                            maxSamplesOfAll,
                            shorter,
                            maxConcurrency,
                            maxWaiting)
                    : this;
        }
    }

    /// How one query differs from others.
    ///
    /// @param timeout shorter than the engine's; null for the engine's
    /// @param lookback other than the engine's; null for the engine's
    public record Wishes(
            @Nullable Duration timeout, @Nullable Duration lookback, Cancellation cancellation) {
        /// None.
        public static Wishes none() {
            return new Wishes(null, null, new Cancellation());
        }
    }

    /// Evaluates a query at an instant.
    ///
    /// @throws tocsin.promql.parse.ParseException when it is not well formed
    /// @throws QueryException when it has no answer
    public Result instant(String query, long atMillis, Wishes wishes) {
        try (Prepared prepared = prepare(query)) {
            return prepared.instant(atMillis, wishes);
        }
    }

    /// Evaluates a query at each step from a start to an end, both included.
    ///
    /// @throws tocsin.promql.parse.ParseException when it is not well formed
    /// @throws QueryException when it has no answer
    public Result range(
            String query, long startMillis, long endMillis, long stepMillis, Wishes wishes) {
        try (Prepared prepared = prepare(query)) {
            return prepared.range(startMillis, endMillis, stepMillis, wishes);
        }
    }

    /// Compiles a query that will be evaluated again and again; the caller closes it.
    ///
    /// @throws tocsin.promql.parse.ParseException when it is not well formed
    public Prepared prepare(String query) {
        return new Prepared(this, query, Parser.parse(query, options.parser()), null);
    }

    /// What queries that are asked at the same instants have in common.
    ///
    /// @param written names of metrics that their results are written under
    /// @throws tocsin.promql.parse.ParseException when one of them is not well formed
    public Sharing sharing(Collection<String> queries, Set<String> written) {
        return new Sharing(queries, written, options.parser());
    }

    /// Compiles one of several queries that share what they have in common; the caller closes it.
    ///
    /// @throws tocsin.promql.parse.ParseException when it is not well formed
    public Prepared prepare(String query, Sharing sharing) {
        return new Prepared(this, query, Parser.parse(query, options.parser()), sharing);
    }

    Plan plan(Expr expr, @Nullable Sharing sharing) {
        return new Plan(expr, new Compiler(source, options, metrics, sharing, expr));
    }

    /// One evaluation, on a grid.
    private interface Evaluation {
        Result.Value of(Plan plan, Run run);
    }

    Result instant(Prepared prepared, long atMillis, Wishes wishes) {
        return evaluate(prepared, Grid.instant(atMillis), wishes, Plan::instant);
    }

    Result range(Prepared prepared, Grid grid, Wishes wishes) {
        ValueType type = prepared.expr().type();
        if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
            throw Plan.refused(type);
        }
        return evaluate(prepared, grid, wishes, Plan::range);
    }

    private Result evaluate(Prepared prepared, Grid grid, Wishes wishes, Evaluation evaluation) {
        Duration timeout = wishes.timeout();
        Limits own = timeout == null ? limits : limits.within(timeout);
        long asked = System.nanoTime();
        long deadline = asked + own.timeout().toNanos();
        metrics.began();
        try {
            slots.take(deadline, wishes.cancellation());
            long began = System.nanoTime();
            long all = limits.maxSamplesOfAll();
            try (var budget = new Budget(own, samples, all, deadline, wishes.cancellation())) {
                Result result = evaluate(prepared, grid, wishes.lookback(), budget, evaluation);
                metrics.evaluated(began - asked, System.nanoTime() - began, result.stats());
                return result;
            } finally {
                slots.giveBack();
            }
        } finally {
            metrics.ended();
        }
    }

    private Result evaluate(
            Prepared prepared,
            Grid grid,
            @Nullable Duration lookback,
            Budget budget,
            Evaluation evaluation) {
        budget.check();
        var notes = new Annotations(prepared.text());
        long millis = (lookback == null ? options.lookback() : lookback).toMillis();
        var run = new Run(grid, millis, budget, notes);
        Result.Value value = prepared.with(plan -> evaluation.of(plan, run));
        return new Result(value, notes.warnings(), notes.infos(), budget.stats());
    }
}

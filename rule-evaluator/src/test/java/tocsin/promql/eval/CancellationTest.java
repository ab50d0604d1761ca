package tocsin.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.labels.Labels;
import tocsin.promql.MemorySource;
import tocsin.promql.ast.Expr;
import tocsin.promql.eval.Engine.Wishes;
import tocsin.promql.eval.QueryException.Kind;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A query that is to end ends wherever it is: every part of its work looks, often enough, whether
/// anybody waits still. Counted in looks and not in time.
final class CancellationTest {
    private static final int SERIES = 20_000;
    private static final int STEPS = 21;
    private static final long STEP = 15_000;
    private static final long END = (STEPS - 1) * STEP;

    /// What one look may leave undone, in cells of a column: well below a millisecond's work.
    private static final long CELLS_A_LOOK = Budget.BETWEEN_CHECKS;

    private static final MemorySource MEMORY = series();

    private final Engine engine =
            new Engine(
                    MEMORY,
                    EngineOptions.SCRIPTS,
                    Engine.Limits.SERVER,
                    new EngineMetrics(new PrometheusRegistry()));

    private static MemorySource series() {
        var memory = new MemorySource();
        for (int i = 0; i < SERIES; i++) {
            Labels labels = Labels.of("__name__", "m", "i", "" + i, "le", "" + i % 100);
            memory.add(labels, 0, i * 31 % 1_000);
            memory.add(labels, END / 2, i * 37 % 1_000);
        }
        return memory;
    }

    /// The looks of a whole query.
    private long looks(String query) {
        var looks = new AtomicLong();
        var counting = new Cancellation(() -> looks.incrementAndGet() < 0);
        engine.range(query, 0, END, STEP, new Wishes(null, null, counting));
        return looks.get();
    }

    /// The looks of an expression, up to where its result stands in a column.
    private static long looksOfNode(String query) {
        var looks = new AtomicLong();
        var counting = new Cancellation(() -> looks.incrementAndGet() < 0);
        var metrics = new EngineMetrics(new PrometheusRegistry());
        var grid = new Grid(0, STEP, STEPS);
        long lookback = Duration.ofMinutes(5).toMillis();
        long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        Expr expr = Parser.parse(query, ParserOptions.ALL);
        var compiler = new Compiler(MEMORY, EngineOptions.SCRIPTS, metrics, null, expr);
        VectorNode node = compiler.vector(expr);
        try (var budget =
                new Budget(Engine.Limits.SERVER, new AtomicLong(), 1L << 40, deadline, counting)) {
            node.vector(new Run(grid, lookback, budget, new Annotations(query)), grid);
        }
        compiler.selections().forEach(Standing::close);
        return looks.get();
    }

    /// Each line: a query, what of it is evaluated first, and how many rows its own work is about.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sum(m); m; 20000",
                "avg(m); m; 20000",
                "count(m); m; 20000",
                "max(m); m; 20000",
                "stddev(m); m; 20000",
                "quantile(0.9, m); m; 20000",
                "topk(5, m); m; 20000",
                "limitk(5, m); m; 20000",
                "limit_ratio(0.5, m); m; 20000",
                "count_values('v', m); m; 20000",
                "abs(m); m; 20000",
                "-m; m; 20000",
                "m + 1; m; 20000",
                "timestamp(m + 1); m + 1; 20000",
                "m * on (i) group_left () m; m; 20000",
                "m and on (i) m; m; 20000",
                "m or on (i) m; m; 20000",
                "m unless on (i) m; m; 20000",
                "label_replace(m, 'a', 'x$1', 'i', '(.*)'); m; 20000",
                "histogram_quantile(0.5, m); m; 20000",
                "absent(m); m; 20000",
                "vector(scalar(m)); m; 20000",
                "sort(m); m; 20000",
                "sum_over_time(m[1m]); m; 20000",
                "count_over_time(m[5m:15s]); m; 20000"
            })
    void everyOperationLooksByItself(String query, String first, long rows) {
        long own = looksOfNode(query) - looksOfNode(first);
        assertThat(own).as(query).isGreaterThanOrEqualTo(rows * STEPS / CELLS_A_LOOK - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum by (le) (m)",
                "m * on (i) group_left () m",
                "m and on (i) m",
                "label_replace(m, 'a', '$1', 'i', '(.*)')",
                "histogram_quantile(0.5, m)",
                "topk(5, rate(m[5m]))",
                "count_values by (le) ('v', m)",
                "max_over_time(sum by (le) (m)[1m:15s])"
            })
    void aPlanThatWasCancelledAnywhereGivesWhatItGave(String query) {
        try (Prepared prepared = engine.prepare(query)) {
            Result.Value whole = run(prepared, new Cancellation()).value();
            long looks = looks(query);
            for (long at = 1; at <= looks; at += 1 + at / 4) {
                long last = at;
                try (Prepared cold = engine.prepare(query)) {
                    assertCancelled(cold, last);
                    assertCancelled(prepared, Math.min(last, 3));
                    assertThat(run(cold, new Cancellation()).value()).isEqualTo(whole);
                }
            }
            assertThat(run(prepared, new Cancellation()).value()).isEqualTo(whole);
        }
    }

    private static void assertCancelled(Prepared prepared, long atLook) {
        var looks = new AtomicLong();
        var cancellation = new Cancellation(() -> looks.incrementAndGet() >= atLook);
        assertThatThrownBy(() -> run(prepared, cancellation))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELED));
        assertThat(looks.get()).isEqualTo(atLook);
    }

    private static Result run(Prepared prepared, Cancellation cancellation) {
        return prepared.range(0, END, STEP, new Wishes(null, null, cancellation));
    }

    @Test
    void anAnswerIsMadeWithLooks() {
        long making = looks("m") - looksOfNode("m");
        assertThat(making).isGreaterThanOrEqualTo((long) SERIES * STEPS / CELLS_A_LOOK - 1);
    }
}

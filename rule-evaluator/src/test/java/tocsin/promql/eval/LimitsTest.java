package tocsin.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.labels.Labels;
import tocsin.promql.MemorySource;
import tocsin.promql.eval.Engine.Wishes;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// What a query may use, and how soon it ends when it is to end.
final class LimitsTest {
    private static final int SERIES = 300;
    private static final int SAMPLES = 400;
    private static final long END = SAMPLES * 15_000L;

    /// Samples that may still be read once a query is to end: less than a tenth of a second's work.
    private static final int BETWEEN_LOOKS = 50_000;

    private static final MemorySource MEMORY = series();

    private final CountingSource source = new CountingSource(MEMORY);

    private Engine engine(Engine.Limits limits) {
        return new Engine(
                source, EngineOptions.SCRIPTS, limits, new EngineMetrics(new PrometheusRegistry()));
    }

    private static MemorySource series() {
        var memory = new MemorySource();
        for (int i = 0; i < SERIES; i++) {
            Labels labels = Labels.of("__name__", "m", "i", "" + i, "g", "" + i % 7);
            for (int at = 0; at < SAMPLES; at++) {
                memory.add(labels, at * 15_000L, (i * 31 + at * 17) % 1_000);
            }
        }
        return memory;
    }

    @Test
    void aQueryMayNotSelectTooManySeries() {
        Engine small = engine(limits(SERIES - 1, 1_000_000));
        assertThatThrownBy(() -> small.instant("sum(m)", END, Wishes.none()))
                .isInstanceOf(QueryException.class)
                .hasMessage("query selects 300 series or more, and may select 299");
        assertThat(small.instant("sum(m{g=\"1\"})", END, Wishes.none()).warnings()).isEmpty();
    }

    private static Engine.Limits limits(long series, long samples) {
        return new Engine.Limits(series, samples, 1_000_000_000, Duration.ofMinutes(1), 1, 2);
    }

    private static Budget budget(AtomicLong all, long mostOfAll) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        return new Budget(limits(10, 100), all, mostOfAll, deadline, new Cancellation());
    }

    @Test
    void whatAQueryWasRefusedIsNotGivenBack() {
        var all = new AtomicLong();
        try (var budget = budget(all, 1_000)) {
            budget.hold(60);
            assertThatThrownBy(() -> budget.hold(60)).hasMessageContaining("too many samples");
            assertThat(all).hasValue(60);
        }
        assertThat(all).hasValue(0);
    }

    @Test
    void queriesTogetherMayNotHoldTooMuch() {
        var all = new AtomicLong();
        try (var first = budget(all, 150);
                var second = budget(all, 150)) {
            first.hold(90);
            assertThatThrownBy(() -> second.hold(70))
                    .hasMessageContaining("all queries together would hold too many samples");
        }
        assertThat(all).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_over_time(m[1d:1ms])",
                "sum(m @ end()) + count(rate(m[1y:1ms]))",
                "count_values by (i) (\"v\", m)",
                "count(max_over_time(sum_over_time(m[1m])[100d:10ms]))"
            })
    void noRoomIsTakenBeforeItIsAllowed(String query) {
        Engine small = engine(limits(1_000_000, 250_000));
        assertThatThrownBy(() -> small.range(query, 0, END, 15_000, Wishes.none()))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("too many samples");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum by (g) (rate(m[5m]))",
                "quantile(0.9, m)",
                "topk(200, m)",
                "count_values(\"v\", m)",
                "m * on (i) group_left () m",
                "m and m",
                "abs(m) + 1",
                "quantile_over_time(0.5, m[1h])",
                "max_over_time(deriv(m[5m])[10m:])",
                "sort(m)",
                "label_replace(m, \"a\", \"$1\", \"i\", \"(.*)\")"
            })
    void aQueryThatIsCancelledReadsLittleMore(String query) {
        var engine = engine(Engine.Limits.SERVER);
        var cancellation = new Cancellation();
        int after = 10;
        source.reads = 0;
        source.onRead(() -> {
            if (source.reads == after) {
                cancellation.cancel();
            }
        });
        var wishes = new Wishes(null, null, cancellation);
        assertThatThrownBy(() -> engine.range(query, 0, END, 15_000, wishes))
                .isInstanceOfSatisfying(
                        QueryException.class,
                        e -> assertThat(e.kind()).isEqualTo(QueryException.Kind.CANCELED));
        assertThat((source.reads - after) * SAMPLES).isLessThanOrEqualTo(BETWEEN_LOOKS);
    }

    @Test
    void rulesHaveSlotsOfTheirOwn() throws Exception {
        Engine users = engine(limits(1_000, 1_000_000));
        Engine rules = users.apart();
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        source.onRead(() -> {
            entered.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Result> slow = threads.submit(() -> users.instant("m", END, Wishes.none()));
            entered.await();
            assertThat(rules.instant("vector(1)", END, Wishes.none()).warnings()).isEmpty();
            assertThatThrownBy(() ->
                            users.instant(
                                    "vector(1)",
                                    END,
                                    new Wishes(Duration.ofMillis(1), null, new Cancellation())))
                    .isInstanceOfSatisfying(
                            QueryException.class,
                            e -> assertThat(e.kind()).isEqualTo(QueryException.Kind.TIMEOUT));
            leave.countDown();
            assertThat(slow.get().warnings()).isEmpty();
        }
    }
}

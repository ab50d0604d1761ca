package tocsin.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;

import org.junit.jupiter.api.Test;

import tocsin.promql.eval.QueryException.Kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/// Queries that wait until others have ended.
final class QuerySlotsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final EngineMetrics metrics = new EngineMetrics(registry);

    private static long soon() {
        return System.nanoTime() + Duration.ofMinutes(5).toNanos();
    }

    private static void untilWaiting(QuerySlots slots, int count) {
        while (slots.waiting() != count) {
            Thread.onSpinWait();
        }
    }

    private static Kind failure(Future<?> query) throws InterruptedException {
        try {
            query.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QueryException failure) {
                return failure.kind();
            }
        }
        throw new AssertionError("the query did not fail as queries do");
    }

    private double waiting() {
        return registry.scrape(name -> name.equals("tocsin_promql_queries_waiting")).stream()
                .map(GaugeSnapshot.class::cast)
                .findFirst()
                .orElseThrow()
                .getDataPoints()
                .getFirst()
                .getValue();
    }

    private double refused() {
        return registry.scrape(name -> name.equals("tocsin_promql_queries_refused")).stream()
                .map(CounterSnapshot.class::cast)
                .findFirst()
                .orElseThrow()
                .getDataPoints()
                .getFirst()
                .getValue();
    }

    @Test
    void theFirstThatCameIsServedFirstAndTheQueueIsBounded() throws Exception {
        var slots = new QuerySlots(1, 3, metrics);
        slots.take(soon(), new Cancellation());
        var served = new LinkedBlockingQueue<Integer>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                int number = i;
                threads.submit(() -> {
                    slots.take(soon(), new Cancellation());
                    served.add(number);
                    slots.giveBack();
                });
                untilWaiting(slots, i + 1);
            }
            assertThatThrownBy(() -> slots.take(soon(), new Cancellation()))
                    .isInstanceOfSatisfying(
                            QueryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
                    .hasMessage("too many queries wait already: 3 of 3; try again later");
            assertThat(waiting()).isEqualTo(3);
            assertThat(refused()).isEqualTo(1);
            slots.giveBack();
        }
        assertThat(served).containsExactly(0, 1, 2);
        assertThat(waiting()).isZero();
    }

    @Test
    void whoIsCancelledLeavesTheQueueAndTheOthersAreServed() throws Exception {
        var slots = new QuerySlots(1, 2, metrics);
        slots.take(soon(), new Cancellation());
        var cancellation = new Cancellation();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> left = threads.submit(() -> slots.take(soon(), cancellation));
            untilWaiting(slots, 1);
            Future<?> stays = threads.submit(() -> slots.take(soon(), new Cancellation()));
            untilWaiting(slots, 2);
            cancellation.cancel();
            assertThat(failure(left)).isEqualTo(Kind.CANCELED);
            untilWaiting(slots, 1);
            slots.giveBack();
            stays.get();
            Future<?> late =
                    threads.submit(() -> slots.take(System.nanoTime(), new Cancellation()));
            assertThat(failure(late)).isEqualTo(Kind.TIMEOUT);
            Future<?> gone = threads.submit(() -> slots.take(soon(), cancellation));
            assertThat(failure(gone)).isEqualTo(Kind.CANCELED);
            slots.giveBack();
        }
        assertThat(slots.waiting()).isZero();
    }

    @Test
    void noSlotIsLostWhenQueriesAreCancelledJustAsTheyAreServed() throws Exception {
        int most = 3;
        var slots = new QuerySlots(most, 1_000, metrics);
        var random = new Random(6);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5_000; i++) {
                var cancellation = new Cancellation();
                threads.submit(() -> {
                    slots.take(soon(), cancellation);
                    Thread.yield();
                    slots.giveBack();
                });
                if (random.nextBoolean()) {
                    threads.submit(cancellation::cancel);
                }
            }
        }
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < most; i++) {
                all.add(threads.submit(() -> slots.take(soon(), new Cancellation())));
            }
            for (Future<?> one : all) {
                one.get();
            }
            Future<?> oneMore =
                    threads.submit(() -> slots.take(System.nanoTime(), new Cancellation()));
            assertThat(failure(oneMore)).isEqualTo(Kind.TIMEOUT);
        }
    }
}

package tocsin.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;

class LoopThreadTest {
    @Test
    void tasksRunOneAtATimeInOrder() {
        var seen = new ArrayList<Integer>();
        try (var loop = new LoopThread("test", 1_000)) {
            for (int i = 0; i < 100; i++) {
                int number = i;
                loop.execute(() -> seen.add(number));
            }
            assertThat(loop.ask(() -> List.copyOf(seen)).join()).hasSize(100).isSorted();
        }
    }

    @Test
    void timersRunInOrderOfDueTime() {
        var seen = new ArrayList<String>();
        var last = new CompletableFuture<List<String>>();
        try (var loop = new LoopThread("test", 10)) {
            // Far apart: this thread may stand still between two lines.
            loop.after(
                    Duration.ofSeconds(2),
                    () -> {
                        seen.add("late");
                        last.complete(List.copyOf(seen));
                    });
            loop.after(Duration.ofSeconds(1), () -> seen.add("cancelled")).cancel();
            loop.after(Duration.ZERO, () -> seen.add("early"));
            assertThat(last.join()).containsExactly("early", "late");
        }
    }

    @Test
    void timersForgottenAmongManyLeaveTheOthersInOrder() {
        var seen = new ArrayList<Integer>();
        try (var loop = new LoopThread("test", 10)) {
            var hold = new CountDownLatch(1);
            var held = new CountDownLatch(1);
            loop.execute(() -> {
                held.countDown();
                await(hold);
            });
            await(held);
            var timers = new ArrayList<EventLoop.Timer>();
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                timers.add(loop.after(Duration.ZERO, () -> seen.add(number)));
            }
            for (int i = 0; i < 1_000; i += 2) {
                timers.get(i).cancel();
                timers.get(i).cancel();
            }
            assertThat(loop.load().timers()).isEqualTo(500);
            hold.countDown();
            var last = new CompletableFuture<List<Integer>>();
            loop.after(Duration.ZERO, () -> last.complete(List.copyOf(seen)));
            assertThat(last.join()).hasSize(500).isSorted().allMatch(number -> number % 2 == 1);
        }
    }

    @Test
    void aTaskThatFailsDoesNotStopTheLoop() {
        try (var loop = new LoopThread("test", 10)) {
            loop.execute(() -> {
                throw new IllegalStateException("planted");
            });
            assertThat(loop.ask(() -> "alive").join()).isEqualTo("alive");
            assertThat(loop.load().failed()).isEqualTo(1);
        }
    }

    @Test
    void aFullLoopRefusesAndSaysSo() {
        var gate = new CountDownLatch(1);
        try (var loop = new LoopThread("full", 1)) {
            var busy = new CountDownLatch(1);
            loop.execute(() -> {
                busy.countDown();
                await(gate);
            });
            await(busy);
            loop.execute(() -> {});
            assertThatThrownBy(() -> loop.execute(() -> {}))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage("loop full has 1 tasks waiting");
            assertThat(loop.load())
                    .satisfies(load -> assertThat(load.name()).isEqualTo("full"))
                    .satisfies(load -> assertThat(load.waiting()).isEqualTo(1))
                    .satisfies(load -> assertThat(load.limit()).isEqualTo(1))
                    .satisfies(load -> assertThat(load.refused()).isEqualTo(1));
            gate.countDown();
        }
    }

    @Test
    void aClosedLoopHasRunWhatWasQueuedAndTakesNothingMore() {
        var seen = new ArrayList<String>();
        var loop = new LoopThread("closing", 10);
        loop.execute(() -> seen.add("queued"));
        loop.close();
        assertThat(seen).containsExactly("queued");
        assertThatThrownBy(() -> loop.execute(() -> {})).hasMessage("loop closing is closed");
    }

    @Test
    void timeStandsStillWithinATurn() {
        try (var loop = new LoopThread("test", 10)) {
            assertThat(loop.ask(() -> loop.now().equals(loop.now())).join()).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

package tocsin.storage.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;

import org.junit.jupiter.api.Test;

import tocsin.durable.RecordLog;
import tocsin.labels.Labels;
import tocsin.rules.SampleSink.Refused;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.codec.ProtoIn;
import tocsin.storage.remote.Transport.Answer;
import tocsin.testkit.SimLoop;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Requests that take a while, some of which fail: each series must arrive in order, whole, and
/// several requests be on their way at once.
class ShardsTest {
    private final SimLoop loop = new SimLoop();
    private PrometheusRegistry registry = new PrometheusRegistry();
    private final List<byte[]> disk = new ArrayList<>();
    private final Map<String, List<Long>> arrived = new HashMap<>();
    private final List<Runnable> running = new ArrayList<>();
    private final Random random = new Random(11);
    private Duration latency = Duration.ZERO;
    private int failures;
    private int mostAtOnce;
    private int requests;
    private long poisoned = -1;

    private final RecordLog log =
            new RecordLog() {
                @Override
                public void recover(Consumer<byte[]> each) {
                    List.copyOf(disk).forEach(each);
                }

                @Override
                public void append(byte[] record, Completion completion) {
                    disk.add(record);
                    completion.done(null);
                }

                @Override
                public void barrier(Completion completion) {
                    completion.done(null);
                }

                @Override
                public boolean isWorthCompacting() {
                    return disk.size() > 40;
                }

                @Override
                public void compact(Iterable<byte[]> snapshot) {
                    disk.clear();
                    snapshot.forEach(disk::add);
                }

                @Override
                public Optional<String> trouble() {
                    return Optional.empty();
                }
            };

    private RemoteWriteSink sink(int min, int max) {
        var settings =
                new RemoteWriteSettings(
                        "there",
                        URI.create("http://there/api/v1/write"),
                        Labels.EMPTY,
                        Duration.ofSeconds(30),
                        10,
                        min,
                        max,
                        100_000);
        registry = new PrometheusRegistry();
        return RemoteWriteSink.start(
                settings, log, loop, this::later, this::post, new RemoteWriteMetrics(registry));
    }

    /// Whatever is not done on the loop takes a while, and any number of it may be under way.
    private void later(Runnable task) {
        if (latency.isZero()) {
            running.add(task);
        } else {
            loop.after(latency, () -> running.add(task));
        }
    }

    private void run(Duration time) {
        long end = loop.monotonicNanos() + time.toNanos();
        while (loop.monotonicNanos() < end) {
            settle();
            loop.advance(Duration.ofMillis(100));
        }
        settle();
    }

    private void settle() {
        loop.settle();
        while (!running.isEmpty()) {
            List<Runnable> due = List.copyOf(running);
            mostAtOnce = Math.max(mostAtOnce, due.size());
            running.clear();
            due.forEach(Runnable::run);
            loop.settle();
        }
    }

    private Answer post(URI target, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException {
        requests++;
        if (failures > 0 && random.nextInt(3) == 0) {
            failures--;
            throw new IOException("reset");
        }
        try {
            return taken(body) ? new Answer(204, "", "", new byte[0]) : wrong();
        } catch (CorruptDataException e) {
            throw new IOException(e);
        }
    }

    private static Answer wrong() {
        return new Answer(400, "", "", new byte[0]);
    }

    private boolean taken(byte[] packed) throws CorruptDataException {
        var snappy = new SnappyJavaDecompressor();
        byte[] message = new byte[snappy.getUncompressedLength(packed, 0)];
        snappy.decompress(packed, 0, packed.length, message, 0, message.length);
        var samples = new ArrayList<Map.Entry<String, Long>>();
        var in = new ProtoIn(message);
        while (in.next()) {
            if (in.field() != 1) {
                in.skip();
                continue;
            }
            String series = "";
            long at = 0;
            int outer = in.enter();
            while (in.next()) {
                int inner = in.enter();
                boolean isLabel = in.field() == 1;
                while (in.next()) {
                    if (isLabel && in.field() == 2) {
                        series = in.text();
                    } else if (!isLabel && in.field() == 2) {
                        at = in.varint();
                    } else {
                        in.skip();
                    }
                }
                in.leave(inner);
            }
            in.leave(outer);
            samples.add(Map.entry(series, at));
        }
        if (samples.stream().anyMatch(each -> each.getValue() == poisoned)) {
            return false;
        }
        samples.forEach(each ->
                arrived.computeIfAbsent(each.getKey(), _ -> new ArrayList<>())
                        .add(each.getValue()));
        return true;
    }

    private void offer(RemoteWriteSink sink, int series, long at) {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < series; i++) {
            samples.add(new Sample(Labels.of("n", "s" + i), at, 1));
        }
        CompletableFuture<List<Refused>> answer = sink.offer(samples);
        settle();
        if (!latency.isZero()) {
            run(latency.plusMillis(100));
        }
        assertThat(answer).isCompletedWithValue(List.of());
    }

    private void assertInOrder(int series, int samples) {
        assertThat(arrived).hasSize(series);
        arrived.values()
                .forEach(times -> {
                    assertThat(times).hasSize(samples).isSorted();
                    assertThat(times).doesNotHaveDuplicates();
                });
    }

    private double gauge(String name) {
        for (var metric : registry.scrape()) {
            if (metric instanceof GaugeSnapshot found
                    && found.getMetadata().getName().equals("prometheus_remote_storage_" + name)) {
                return found.getDataPoints().getFirst().getValue();
            }
        }
        return Double.NaN;
    }

    @Test
    void eachSeriesKeepsItsOrderWhateverFails() {
        RemoteWriteSink sink = sink(5, 5);
        failures = 60;
        for (int step = 1; step <= 40; step++) {
            offer(sink, 33, step);
        }
        run(Duration.ofMinutes(2));
        assertInOrder(33, 40);
        assertThat(gauge("samples_pending")).isZero();
        assertThat(gauge("shards")).isEqualTo(5);
        assertThat(mostAtOnce).isGreaterThanOrEqualTo(5);
    }

    @Test
    void aSlowTargetGetsMoreSendersAndNoSeriesOvertakesItself() {
        RemoteWriteSink sink = sink(1, 4);
        latency = Duration.ofMillis(300);
        double shards = 0;
        for (int step = 1; step <= 120; step++) {
            offer(sink, 60, step);
            shards = Math.max(shards, gauge("shards"));
        }
        assertThat(shards).isGreaterThan(1);
        latency = Duration.ZERO;
        run(Duration.ofMinutes(5));
        assertInOrder(60, 120);
        assertThat(gauge("samples_pending")).isZero();
        assertThat(gauge("shards_max")).isEqualTo(4);
    }

    @Test
    void smallMessagesGoTogetherAndOneThatIsWrongGoesAlone() {
        failures = 3;
        RemoteWriteSink sink = sink(1, 1);
        poisoned = 3;
        for (int step = 1; step <= 20; step++) {
            offer(sink, 2, step);
        }
        run(Duration.ofMinutes(1));
        assertInOrder(2, 19);
        assertThat(requests).as("forty samples, ten in a request").isLessThan(20);
        assertThat(arrived.get("s0")).doesNotContain(3L);
    }

    @Test
    void whatWaitsInShardsSurvivesTheProcess() {
        failures = Integer.MAX_VALUE;
        RemoteWriteSink sink = sink(3, 3);
        for (int step = 1; step <= 10; step++) {
            offer(sink, 9, step);
        }
        sink.close();
        run(Duration.ofSeconds(30));
        failures = 0;
        arrived.clear();
        RemoteWriteSink next = sink(2, 2);
        offer(next, 9, 99);
        run(Duration.ofSeconds(30));
        arrived.values().forEach(times -> assertThat(times).endsWith(99L).isSorted());
        assertThat(arrived).hasSize(9);
        assertThat(gauge("samples_pending")).isZero();
    }
}

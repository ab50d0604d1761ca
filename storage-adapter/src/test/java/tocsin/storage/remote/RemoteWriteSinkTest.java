package tocsin.storage.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.durable.RecordLog;
import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.value.SampleBuffer;
import tocsin.rules.SampleSink.Refused;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.ingest.IngestMetrics;
import tocsin.storage.ingest.Metadata;
import tocsin.storage.ingest.RemoteWriteReceiver;
import tocsin.storage.ingest.WriteOutcome;
import tocsin.storage.local.LocalStore;
import tocsin.storage.local.StoreSettings;
import tocsin.storage.remote.Transport.Answer;
import tocsin.testkit.SimLoop;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

class RemoteWriteSinkTest {
    @TempDir Path folder;

    private final SimLoop loop = new SimLoop();
    private final Disk disk = new Disk();
    private final ArrayDeque<Integer> statuses = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private final List<byte[]> messages = new ArrayList<>();

    /// A log in memory that is safe at once, and survives the sink.
    private static final class Disk implements RecordLog {
        final List<byte[]> records = new ArrayList<>();

        @Override
        public void recover(Consumer<byte[]> each) {
            List.copyOf(records).forEach(each);
        }

        @Override
        public void append(byte[] record, Completion completion) {
            records.add(record);
            completion.done(null);
        }

        @Override
        public void barrier(Completion completion) {
            completion.done(null);
        }

        @Override
        public boolean isWorthCompacting() {
            return records.size() > 4;
        }

        @Override
        public void compact(Iterable<byte[]> snapshot) {
            records.clear();
            snapshot.forEach(records::add);
        }

        @Override
        public Optional<String> trouble() {
            return Optional.empty();
        }
    }

    private Answer post(URI target, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException {
        int status = statuses.isEmpty() ? 204 : statuses.remove();
        sent.add(loop.monotonicNanos() / 1_000_000 + "ms: " + status);
        if (status == 0) {
            throw new IOException("connection reset");
        }
        if (status == 204) {
            messages.add(body);
        }
        return new Answer(status, "", status == 429 ? "7" : "", new byte[0]);
    }

    private RemoteWriteSink sink(int mostPending) {
        var settings =
                new RemoteWriteSettings(
                        "there",
                        URI.create("http://there:9090/api/v1/write"),
                        Labels.of("cluster", "x"),
                        Duration.ofSeconds(30),
                        2,
                        1,
                        50,
                        mostPending);
        var metrics = new RemoteWriteMetrics(new PrometheusRegistry());
        return RemoteWriteSink.start(settings, disk, loop, Runnable::run, this::post, metrics);
    }

    private List<Refused> append(RemoteWriteSink sink, int samples) {
        var batch = new ArrayList<Sample>();
        for (int i = 0; i < samples; i++) {
            batch.add(new Sample(Labels.of("__name__", "r", "n", "" + i), 1000, i));
        }
        var answer = sink.offer(batch);
        loop.settle();
        return answer.join();
    }

    @Test
    void whatIsAnsweredIsSentInOrderAndAgainUntilItIsTaken() throws Exception {
        statuses.addAll(List.of(0, 503, 429));
        RemoteWriteSink sink = sink(100);
        assertThat(append(sink, 3)).isEmpty();
        loop.advance(Duration.ofSeconds(20));

        assertThat(sent)
                .containsExactly("0ms: 0", "30ms: 503", "90ms: 429", "7090ms: 204", "7090ms: 204");
        assertThat(stored())
                .containsExactly(
                        "{__name__=\"r\", cluster=\"x\", n=\"0\"} 0.0",
                        "{__name__=\"r\", cluster=\"x\", n=\"1\"} 1.0",
                        "{__name__=\"r\", cluster=\"x\", n=\"2\"} 2.0");
    }

    /// What a receiver makes of the messages that were taken.
    private List<String> stored() throws Exception {
        var seen = new ArrayList<String>();
        try (LocalStore store =
                LocalStore.open(
                        StoreSettings.of(folder), new PrometheusRegistry(), new Random(1))) {
            var receiver =
                    new RemoteWriteReceiver(
                            store,
                            loop::now,
                            new IngestMetrics(new PrometheusRegistry()),
                            new Metadata());
            for (byte[] packed : messages) {
                assertThat(receiver.writeV1(unpacked(packed)))
                        .isInstanceOf(WriteOutcome.Written.class);
            }
            try (var selector = store.prepare(List.of(Matcher.equal("__name__", "r")))) {
                for (var series : selector.select(0, 2000).series()) {
                    var into = new SampleBuffer();
                    series.read(0, 2000, into);
                    seen.add(series.labels() + " " + into.value(0));
                }
            }
        }
        return seen;
    }

    @Test
    void whatWaitsSurvivesTheProcessAndAFullQueueRefuses() {
        statuses.addAll(List.of(503, 503, 503));
        RemoteWriteSink sink = sink(4);
        assertThat(append(sink, 4)).isEmpty();
        List<Refused> refused = append(sink, 1);
        assertThat(refused).hasSize(1);
        assertThat(refused.getFirst().message()).isEqualTo("4 samples wait to be sent, at most 4");
        sink.close();
        loop.advance(Duration.ofMinutes(2));
        assertThat(messages).isEmpty();

        statuses.clear();
        sink(4);
        loop.advance(Duration.ofSeconds(1));
        assertThat(messages).hasSize(2);
        sink(4);
        loop.advance(Duration.ofSeconds(1));
        assertThat(messages).hasSize(2);
    }

    @Test
    void theTargetIsToldWhatTheMetricsAreEachMinute() throws Exception {
        append(sink(100), 3);
        loop.advance(Duration.ofSeconds(59));
        int before = messages.size();
        loop.advance(Duration.ofSeconds(1));
        assertThat(messages).hasSize(before + 1);
        assertThat(new String(unpacked(messages.getLast()), StandardCharsets.UTF_8))
                .contains("r")
                .contains("Written by rules of Tocsin.");
    }

    private static byte[] unpacked(byte[] packed) {
        var snappy = new SnappyJavaDecompressor();
        byte[] message = new byte[snappy.getUncompressedLength(packed, 0)];
        snappy.decompress(packed, 0, packed.length, message, 0, message.length);
        return message;
    }

    @Test
    void whatTheTargetSaysIsWrongIsNotSentAgain() {
        statuses.add(400);
        assertThat(append(sink(100), 3)).isEmpty();
        loop.advance(Duration.ofSeconds(50));
        assertThat(sent).hasSize(2);
        assertThat(messages).hasSize(1);
    }
}

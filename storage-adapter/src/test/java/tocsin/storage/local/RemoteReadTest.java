package tocsin.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.chunk.IntHistogram;
import tocsin.storage.head.LabelKey;
import tocsin.storage.read.ReadRefusedException;
import tocsin.storage.read.RemoteReadServer;
import tocsin.storage.read.RemoteReadSource;
import tocsin.storage.remote.Transport.Answer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/// Both ends of remote read, talking to each other: what is read from afar is what is there.
class RemoteReadTest {
    private static final long START = 1_767_225_600_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @TempDir Path folder;
    private LocalStore store;
    private final List<Integer> statuses = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void fill() throws Exception {
        store =
                LocalStore.open(
                        StoreSettings.of(folder).withLateWindow(Duration.ofHours(9)),
                        new PrometheusRegistry(),
                        new Random(1));
        for (long at = START; at < START + 9 * HOUR; at += 60_000) {
            var samples = new ArrayList<Sample>();
            for (int s = 0; s < 5; s++) {
                var labels = Labels.of("__name__", "m", "n", "ü" + s);
                samples.add(new Sample(labels, at, s == 3 ? Double.NaN : at % (97 + s)));
            }
            assertThat(store.append(samples)).isEmpty();
        }
        var batch = store.batch();
        batch.on(LabelKey.of(Labels.of("__name__", "h")));
        for (int i = 0; i < 600; i++) {
            batch.add(START + 8 * HOUR + 1000 * i, histogram(i % 200));
        }
        batch.commit();
        for (int i = 0; i < 2; i++) {
            store.maintain(Instant.ofEpochMilli(START + 10 * HOUR));
        }
        var late = Labels.of("__name__", "m", "n", "ü2");
        store.append(List.of(new Sample(late, START + HOUR + 1, 5)));
        store.append(List.of(new Sample(late, START + 8 * HOUR + 1, 6)));
        store.delete(List.of(Matcher.equal("n", "ü4")), START + HOUR, START + 8 * HOUR + HOUR / 2);
    }

    private static IntHistogram histogram(long count) {
        return new IntHistogram(
                CounterResetHint.UNKNOWN,
                0,
                0.001,
                0,
                count,
                1.5 * count,
                new Spans(new int[] {0}, new int[] {1}),
                new long[] {count},
                Spans.NONE,
                new long[0],
                new double[0]);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private RemoteReadServer server(long samples) {
        return new RemoteReadServer(
                store, Labels.of("cluster", "x"), new RemoteReadServer.Limits(samples, 1, 400));
    }

    private Answer post(URI target, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException {
        asked.add(target.getHost());
        int status = statuses.isEmpty() ? 200 : statuses.removeFirst();
        if (status == 0) {
            throw new IOException("connection refused");
        }
        if (status != 200) {
            return new Answer(status, "", "", "no".getBytes(StandardCharsets.UTF_8));
        }
        var snappy = new SnappyJavaDecompressor();
        byte[] message = new byte[snappy.getUncompressedLength(body, 0)];
        snappy.decompress(body, 0, body.length, message, 0, message.length);
        var out = new ByteArrayOutputStream();
        try {
            RemoteReadServer.Answer answer = server(1_000_000).read(message);
            answer.writeTo(out);
            return answer.isChunked()
                    ? new Answer(200, "application/x-streamed-protobuf; x", "", out.toByteArray())
                    : new Answer(
                            200,
                            "application/x-protobuf",
                            "",
                            tocsin.storage.remote.Transport.packed(out.toByteArray()));
        } catch (ReadRefusedException | SourceException | InterruptedException e) {
            return new Answer(400, "", "", String.valueOf(e).getBytes(StandardCharsets.UTF_8));
        }
    }

    private RemoteReadSource source(boolean chunks, long most) {
        return new RemoteReadSource(
                new RemoteReadSource.Settings(
                        List.of(URI.create("http://a/read"), URI.create("http://b/read?key=s")),
                        Duration.ofSeconds(9),
                        chunks,
                        most),
                this::post);
    }

    private static String bearing(String text) {
        return text.replace("{__name__", "{__name__")
                .replace("=\"m\",", "=\"m\", cluster=\"x\",")
                .replace("=\"h\"}", "=\"h\", cluster=\"x\"}");
    }

    @Test
    void whatIsReadFromAfarIsWhatIsThere() throws Exception {
        var all = List.of(Matcher.promql(MatchType.MATCHES, "__name__", ".+"));
        var here = Contents.of(store, all).toString();
        for (boolean chunks : new boolean[] {true, false}) {
            assertThat(Contents.of(source(chunks, 1_000_000), all).toString())
                    .isEqualTo(bearing(here));
            var some =
                    List.of(
                            Matcher.equal("__name__", "m"),
                            Matcher.equal("cluster", "x"),
                            Matcher.promql(MatchType.NOT_MATCHES, "n", "ü[12]"));
            var wanted = List.of(some.get(0), some.get(2));
            assertThat(Contents.of(source(chunks, 1_000_000), some).toString())
                    .isEqualTo(bearing(Contents.of(store, wanted).toString()));
        }
    }

    @Test
    void aReadThatNobodyWaitsForIsGivenUp() throws Exception {
        var asked = new CountDownLatch(1);
        var givenUp = new CountDownLatch(1);
        var slow =
                new RemoteReadSource(
                        new RemoteReadSource.Settings(
                                List.of(URI.create("http://a/read")), Duration.ofHours(1), true, 1),
                        (_, _, _, _) -> {
                            asked.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                givenUp.countDown();
                            }
                            throw new IOException("interrupted");
                        });
        var over = new IllegalStateException("nobody waits");
        try (var selector = slow.prepare(List.of(Matcher.equal("__name__", "m")))) {
            assertThatThrownBy(() ->
                            selector.select(
                                    0,
                                    1,
                                    _ -> {
                                        if (asked.getCount() == 0) {
                                            throw over;
                                        }
                                    }))
                    .isSameAs(over);
        }
        givenUp.await();
    }

    @Test
    void theNextServerIsAskedAndAFailureIsNeverNoData() throws Exception {
        statuses.addAll(List.of(0));
        assertThat(Contents.of(source(true, 1_000_000))).isNotEmpty();
        assertThat(asked).containsExactly("a", "b");
        statuses.addAll(List.of(503, 500));
        assertThatThrownBy(() -> Contents.of(source(true, 1_000_000)))
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        "no server answered the remote read: a: status 503: no; b: status 500: no");
        asked.clear();
        statuses.add(400);
        assertThatThrownBy(() -> Contents.of(source(true, 1_000_000)))
                .hasMessage("remote read: a: status 400: no");
        assertThat(asked).containsExactly("a");
        assertThatThrownBy(() -> Contents.of(source(true, 100)))
                .hasMessageContaining("more than 100 samples");
    }

    @Test
    void whoAsksForTooMuchIsRefused() {
        byte[] request = {
            0x0a,
            0x08,
            0x10,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            0x3f
        };
        assertThatThrownBy(() -> server(10).read(request))
                .isInstanceOf(ReadRefusedException.class)
                .hasMessage("exceeded sample limit (10)");
        assertThatThrownBy(() -> server(10).read(new byte[] {0x10, 7}))
                .isInstanceOf(ReadRefusedException.class)
                .hasMessageContaining("response types: [7]");
    }
}

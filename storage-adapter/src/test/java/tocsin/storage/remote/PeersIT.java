package tocsin.storage.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.durable.DiskThread;
import tocsin.durable.DurableLog;
import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.loop.LoopThread;
import tocsin.promql.parse.ParserOptions;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.value.SampleBuffer;
import tocsin.rules.EvaluationException;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.local.LocalStore;
import tocsin.storage.local.StoreSettings;
import tocsin.storage.read.RemoteReadServer;
import tocsin.storage.read.RemoteReadSource;
import tocsin.storage.remote.QuerySettings.PartialAnswers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Executors;

/// Every way to and from the storages of others, against their real servers.
class PeersIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String PLAIN = "global: {scrape_interval: 1h}\n";

    /// Prometheus takes nothing far from its own clock.
    private static final long NOW = Instant.now().toEpochMilli() / 60_000 * 60_000;

    @TempDir Path folder;
    private final Transport transport =
            new JdkTransport(HttpClient.newHttpClient(), Map.of(), 64 << 20);

    private static List<Sample> samples() {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 30; i++) {
            for (int s = 0; s < 4; s++) {
                var labels = Labels.of("__name__", "m", "n", "ö" + s);
                samples.add(new Sample(labels, NOW - (30 - i) * 15_000L, i * (s + 1) + 0.25));
            }
        }
        return samples;
    }

    private void write(URI target) throws Exception {
        try (var disk = new DiskThread("disk");
                var loop = new LoopThread("remote-write", 1_000);
                var io = Executors.newVirtualThreadPerTaskExecutor()) {
            var settings =
                    new RemoteWriteSettings(
                            "peer", target, Labels.of("from", "tocsin"), TIMEOUT, 7, 3, 3, 1_000);
            try (var sink =
                    RemoteWriteSink.start(
                            settings,
                            DurableLog.open(folder.resolve("queue"), disk),
                            loop,
                            io,
                            transport,
                            new RemoteWriteMetrics(new PrometheusRegistry()))) {
                assertThat(sink.append(samples())).isEmpty();
                assertThat(sink.drained(TIMEOUT)).isTrue();
            }
        }
    }

    private RemoteExpressions expressions(URI... servers) {
        return new RemoteExpressions(
                new QuerySettings(List.of(servers), TIMEOUT, PartialAnswers.FAIL),
                transport,
                ParserOptions.SERVER);
    }

    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    private void askedFor(Peer peer) throws Exception {
        var sum = expressions(NOBODY, peer.at("")).compile("sum by (from) (m)");
        assertThat(sum.evaluate(NOW))
                .containsExactly(new Sample(Labels.of("from", "tocsin"), NOW, 29 * 10 + 1));
        var rate = expressions(peer.at("/")).compile("increase(m{n=\"ö2\"}[5m]) > 0");
        assertThat(rate.evaluate(NOW)).hasSize(1);
        assertThat(expressions(peer.at("")).compile("m{n=\"none\"}").evaluate(NOW)).isEmpty();
        assertThat(expressions(peer.at("")).compile("scalar(sum(m))").evaluate(NOW))
                .containsExactly(new Sample(Labels.EMPTY, NOW, 29 * 10 + 1));
        assertThatThrownBy(() -> expressions(NOBODY, NOBODY).compile("m").evaluate(NOW))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("no server answered");
    }

    @Test
    void prometheusTakesResultsAndAnswersForThem() throws Exception {
        try (var peer = Peer.prometheus(folder, PLAIN)) {
            write(peer.at("/api/v1/write"));
            askedFor(peer);
            var expected = new TreeSet<String>();
            for (Sample each : samples()) {
                expected.add(
                        each.labels().with("from", "tocsin")
                                + " "
                                + each.timestampMillis()
                                + "="
                                + each.value());
            }
            for (boolean chunks : new boolean[] {true, false}) {
                var source =
                        new RemoteReadSource(
                                new RemoteReadSource.Settings(
                                        List.of(NOBODY, peer.at("/api/v1/read")),
                                        TIMEOUT,
                                        chunks,
                                        1_000_000),
                                transport);
                assertThat(contents(source)).isEqualTo(expected);
            }
            assertThatThrownBy(
                            () -> {
                                var many = "m".repeat(1) + " * on() group_left m";
                                expressions(peer.at("")).compile(many).evaluate(NOW);
                            })
                    .isInstanceOf(EvaluationException.class)
                    .hasMessageContaining("execution");
        }
    }

    @Test
    void victoriaMetricsTakesResultsAndAnswersForThem() throws Exception {
        try (var peer = Peer.victoriaMetrics(folder)) {
            write(peer.at("/api/v1/write"));
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (expressions(peer.at("")).compile("m").evaluate(NOW).size() < 4) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                var _ = peer.get("/internal/force_flush");
                Thread.sleep(50);
            }
            askedFor(peer);
        }
    }

    private static TreeSet<String> contents(SeriesSource source) throws Exception {
        var found = new TreeSet<String>();
        var all = List.of(Matcher.promql(MatchType.MATCHES, "__name__", "m|h"));
        try (var selector = source.prepare(all)) {
            for (var series : selector.select(0, NOW + 1).series()) {
                var into = new SampleBuffer();
                series.read(0, NOW + 1, into);
                for (int i = 0; i < into.size(); i++) {
                    found.add(series.labels() + " " + into.timestamp(i) + "=" + into.value(i));
                }
            }
        }
        return found;
    }

    /// Prometheus evaluates over a store of ours.
    @Test
    void prometheusReadsTheStore() throws Exception {
        try (var store =
                LocalStore.open(
                        StoreSettings.of(folder.resolve("own")),
                        new PrometheusRegistry(),
                        new Random(1))) {
            assertThat(store.append(samples())).isEmpty();
            HttpServer door = serving(store);
            int port = door.getAddress().getPort();
            var config =
                    PLAIN
                            + "remote_read:\n  - url: http://127.0.0.1:"
                            + port
                            + "/api/v1/read\n    read_recent: true\n";
            try (var peer = Peer.prometheus(folder, config)) {
                var sum = expressions(peer.at("")).compile("sum(m)");
                assertThat(sum.evaluate(NOW))
                        .containsExactly(new Sample(Labels.EMPTY, NOW, 29 * 10 + 1));
                var some =
                        expressions(peer.at(""))
                                .compile("count(count_over_time(m{n!~\"ö[12]\"}[1h]) == 30)");
                assertThat(some.evaluate(NOW).getFirst().value()).isEqualTo(2);
            } finally {
                door.stop(0);
            }
        }
    }

    private static HttpServer serving(LocalStore store) throws IOException {
        var server = new RemoteReadServer(store, Labels.EMPTY, RemoteReadServer.Limits.DEFAULT);
        var door =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        door.createContext("/api/v1/read", exchange -> answer(server, exchange));
        door.setExecutor(Runnable::run);
        door.start();
        return door;
    }

    private static void answer(RemoteReadServer server, HttpExchange exchange) throws IOException {
        byte[] packed = exchange.getRequestBody().readAllBytes();
        var snappy = new SnappyJavaDecompressor();
        byte[] message = new byte[snappy.getUncompressedLength(packed, 0)];
        snappy.decompress(packed, 0, packed.length, message, 0, message.length);
        try {
            switch (server.read(message)) {
                case RemoteReadServer.Answer.Samples(byte[] samples) -> {
                    byte[] body = Transport.packed(samples);
                    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
                    exchange.getResponseHeaders().add("Content-Encoding", "snappy");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
                case RemoteReadServer.Answer.Chunks chunks -> {
                    exchange.getResponseHeaders()
                            .add(
                                    "Content-Type",
                                    "application/x-streamed-protobuf;"
                                            + " proto=prometheus.ChunkedReadResponse");
                    exchange.sendResponseHeaders(200, 0);
                    chunks.writeTo(exchange.getResponseBody());
                }
            }
        } catch (Exception e) {
            exchange.sendResponseHeaders(500, -1);
        }
        exchange.close();
    }
}

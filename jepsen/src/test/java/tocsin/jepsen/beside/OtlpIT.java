package tocsin.jepsen.beside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.jepsen.process.Daemon;
import tocsin.jepsen.process.Host;
import tocsin.jepsen.process.Http;
import tocsin.jepsen.process.Waiting;
import tocsin.storage.codec.ProtoOut;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// OpenTelemetry's metrics from outside: what an exporter posts can be queried a moment later, and
/// what is refused is told to the exporter.
class OtlpIT {
    private static final long NOW = System.currentTimeMillis();
    private static final String PATH = "/api/v1/otlp/v1/metrics";
    private static final String PROTOBUF = "application/x-protobuf";

    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = Host.freePort();

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private Daemon start(String... flags) throws IOException {
        Files.writeString(
                folder.resolve("alertmanager.yml"), "route: {receiver: x}\nreceivers: [{name: x}]");
        Files.writeString(
                folder.resolve("tocsin.yml"), "otlp: {promote_resource_attributes: [host.name]}\n");
        var line = new ArrayList<>(Pair.tocsinProgram());
        line.add("--config.file=" + folder.resolve("alertmanager.yml"));
        line.add("--tocsin.config=" + folder.resolve("tocsin.yml"));
        line.add("--storage.path=" + folder.resolve("data"));
        line.add("--web.listen-address=127.0.0.1:" + port);
        line.add("--cluster.listen-address=");
        line.addAll(List.of(flags));
        var daemon = new Daemon("tocsin", folder.resolve("log"), line);
        daemon.start();
        Waiting.until(
                "tocsin is ready",
                Duration.ofSeconds(60),
                () -> Http.get(uri("/-/ready")).status() == 200);
        return daemon;
    }

    private HttpResponse<byte[]> post(byte[] body, String type, String encoding)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(PATH))
                        .header("Content-Type", type)
                        .header("Content-Encoding", encoding)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static ProtoOut out() {
        return new ProtoOut(64);
    }

    private static ProtoOut attribute(String name, String value) {
        return out().text(1, name).message(2, out().text(1, value));
    }

    private static ProtoOut counter(String name, int temporality, long at, double value) {
        var point = out().f64(3, Double.longBitsToDouble(at * 1_000_000)).f64(4, value);
        var data = out().message(1, point.message(7, attribute("path", "/a")));
        return out().text(1, name)
                .text(3, "By")
                .message(7, data.varint(2, temporality).varint(3, 1));
    }

    private static byte[] request(ProtoOut... metrics) {
        var resource =
                out().message(1, attribute("service.name", "shop"))
                        .message(1, attribute("service.instance.id", "i1"))
                        .message(1, attribute("host.name", "h"));
        var scope = out();
        for (ProtoOut metric : metrics) {
            scope.message(2, metric);
        }
        return out().message(1, out().message(1, resource).message(2, scope)).toBytes();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private String query(String query, long at) {
        String text = URLEncoder.encode(query, StandardCharsets.UTF_8);
        var answer = Http.get(uri("/api/v1/query?query=" + text + "&time=" + at / 1000.0));
        return answer.required().json().at("/data/result").toString();
    }

    @Test
    void whatAnExporterPostsCanBeQueried() throws Exception {
        try (var _ = start("--web.enable-otlp-receiver")) {
            // Own metrics are newer by then, and must not refuse the backlog of an exporter.
            Waiting.until(
                    "own metrics are stored",
                    Duration.ofSeconds(60),
                    () -> !query("up", System.currentTimeMillis()).equals("[]"));
            long past = NOW - Duration.ofHours(3).toMillis();
            byte[] request = request(counter("net.in", 2, past, 3), counter("d", 1, past, 1));
            var answer = post(gzip(request), PROTOBUF, "gzip");
            assertThat(text(answer))
                    .startsWith("200 ")
                    .contains("metric \"d\": delta temporality, only cumulative can be stored");
            assertThat(post(request(counter("net.in", 2, NOW, 5)), PROTOBUF, "").body()).isEmpty();

            assertThat(query("net_in_bytes_total", past))
                    .contains("\"host_name\":\"h\"")
                    .contains("\"instance\":\"i1\",\"job\":\"shop\",\"path\":\"/a\"")
                    .contains("\"3\"");
            assertThat(query("net_in_bytes_total", NOW)).contains("\"5\"");
            assertThat(query("target_info", NOW)).contains("\"host_name\":\"h\"");
            assertThat(Http.get(uri("/api/v1/metadata?metric=net_in_bytes_total")).body())
                    .contains("\"type\":\"counter\",\"unit\":\"bytes\"");
            assertThat(Http.get(uri("/api/v1/features")).body()).contains("\"otlp\":true");
            assertThat(Http.get(uri("/metrics")).body())
                    .contains("tocsin_otlp_points_stored_total 2.0")
                    .contains("tocsin_otlp_points_rejected_total 1.0");
            refusals(request);
        }
    }

    private void refusals(byte[] request) throws Exception {
        assertThat(text(post(request, "application/json", "")))
                .isEqualTo(
                        "400 unsupported content type: application/json, supported:"
                                + " [application/x-protobuf]\n");
        assertThat(text(post(request, PROTOBUF, "zstd")))
                .isEqualTo(
                        "400 unsupported compression: zstd. Only \"gzip\" or no compression"
                                + " supported\n");
        assertThat(text(post(request, PROTOBUF, "gzip"))).startsWith("400 gzip: ");
        assertThat(text(post(new byte[] {10, 100}, PROTOBUF, "")))
                .startsWith("400 ")
                .contains("proto: unexpected EOF");
        assertThat(text(post(gzip(new byte[33 << 20]), PROTOBUF, "gzip")))
                .isEqualTo("413 request body exceeds the 33554432 bytes limit\n");
    }

    @Test
    void withoutTheFlagItIsNotThere() throws Exception {
        try (var _ = start()) {
            assertThat(text(post(request(), PROTOBUF, "")))
                    .isEqualTo(
                            "404 otlp write receiver needs to be enabled with"
                                    + " --web.enable-otlp-receiver\n");
        }
    }
}

package tocsin.promql.beside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;

import tocsin.labels.Labels;
import tocsin.promql.MemorySource.Value;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A real Prometheus, as Debian ships it, that is given samples by remote write and asked queries.
final class Debian implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final int BATCH = 2_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    private final Process process;
    private final String address;
    private ByteArrayOutputStream batch = new ByteArrayOutputStream();
    private int batched;

    /// What it answered: an error, or rows of values by time.
    record Answer(String error, Map<Labels, Map<Long, Double>> rows) {}

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    Debian(Path folder) throws IOException, InterruptedException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        address = "http://127.0.0.1:" + port;
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(config, "global: {evaluation_interval: 1m}\n");
        process =
                new ProcessBuilder(
                                PROGRAM.toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--storage.tsdb.retention.time=100y",
                                "--web.enable-remote-write-receiver",
                                "--web.listen-address=127.0.0.1:" + port)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IOException(Files.readString(folder.resolve("log")));
            }
            Thread.sleep(50);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create(address + "/-/ready")).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /// Adds a sample to the next message of remote write.
    void write(Labels labels, long timestampMillis, Value value) throws Exception {
        if (!(value instanceof Value.Number(double number))) {
            throw new IllegalArgumentException("floats only: " + value);
        }
        var series = new ByteArrayOutputStream();
        labels.forEachLabel((name, text) -> {
            var label = new ByteArrayOutputStream();
            field(label, 1, name.getBytes(StandardCharsets.UTF_8));
            field(label, 2, text.getBytes(StandardCharsets.UTF_8));
            field(series, 1, label.toByteArray());
        });
        var sample = new ByteArrayOutputStream();
        sample.write(1 << 3 | 1);
        long bits = Double.doubleToRawLongBits(number);
        for (int i = 0; i < Long.BYTES; i++) {
            sample.write((int) (bits >>> 8 * i));
        }
        sample.write(2 << 3);
        varint(sample, timestampMillis);
        field(series, 2, sample.toByteArray());
        field(batch, 1, series.toByteArray());
        if (++batched == BATCH) {
            flush();
        }
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
        out.write(number << 3 | 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    /// Sends what was written.
    void flush() throws IOException, InterruptedException {
        byte[] plain = batch.toByteArray();
        byte[] packed = new byte[snappy.maxCompressedLength(plain.length)];
        int length = snappy.compress(plain, 0, plain.length, packed, 0, packed.length);
        var request =
                HttpRequest.newBuilder(URI.create(address + "/api/v1/write"))
                        .header("Content-Encoding", "snappy")
                        .header("Content-Type", "application/x-protobuf")
                        .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Arrays.copyOf(packed, length)))
                        .build();
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(response.statusCode() + ": " + response.body());
        }
        batch = new ByteArrayOutputStream();
        batched = 0;
    }

    Answer instant(String query, long at) throws IOException, InterruptedException {
        return ask("query", Map.of("query", query, "time", at / 1000 + ""));
    }

    Answer range(String query, long from, long to, long step)
            throws IOException, InterruptedException {
        return ask(
                "query_range",
                Map.of(
                        "query", query,
                        "start", from / 1000 + "",
                        "end", to / 1000 + "",
                        "step", step / 1000 + ""));
    }

    private Answer ask(String path, Map<String, String> parameters)
            throws IOException, InterruptedException {
        List<String> form = new ArrayList<>();
        parameters.forEach((name, value) ->
                form.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        var request =
                HttpRequest.newBuilder(URI.create(address + "/api/v1/" + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(String.join("&", form)))
                        .build();
        JsonNode answer = json.readTree(client.send(request, BodyHandlers.ofString()).body());
        if (!answer.path("status").asText().equals("success")) {
            return new Answer(answer.path("error").asText("no error"), Map.of());
        }
        Map<Labels, Map<Long, Double>> rows = new TreeMap<>();
        JsonNode result = answer.path("data").path("result");
        if (answer.path("data").path("resultType").asText().equals("scalar")) {
            put(rows.computeIfAbsent(Labels.EMPTY, _ -> new TreeMap<>()), result);
            return new Answer("", rows);
        }
        for (JsonNode row : result) {
            Map<Long, Double> values =
                    rows.computeIfAbsent(labels(row.path("metric")), _ -> new TreeMap<>());
            if (row.has("value")) {
                put(values, row.path("value"));
            }
            row.path("values").forEach(each -> put(values, each));
        }
        return new Answer("", rows);
    }

    private static void put(Map<Long, Double> values, JsonNode pair) {
        values.put(Math.round(pair.path(0).asDouble() * 1e3), number(pair.path(1).asText()));
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static Labels labels(JsonNode metric) {
        var pairs = new ArrayList<String>();
        metric.properties()
                .forEach(each -> {
                    pairs.add(each.getKey());
                    pairs.add(each.getValue().asText());
                });
        return Labels.of(pairs.toArray(String[]::new));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}

package tocsin.benchmarks.promql;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;

import tocsin.storage.codec.ByteOut;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// One of the servers compared: where it listens, and which process it is.
final class Server {
    private static final int FLOAT = 1 << 3 | 1;
    private static final int TEXT = 1 << 3 | 2;
    private static final int SECOND_TEXT = 2 << 3 | 2;

    private final HttpClient client = HttpClient.newHttpClient();
    private final SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    private final String address;
    private final String pid;

    /// By `http://host:port,pid`.
    Server(String addressAndPid) {
        int comma = addressAndPid.indexOf(',');
        address = addressAndPid.substring(0, comma);
        pid = addressAndPid.substring(comma + 1);
    }

    /// Labels as remote write has them; names ascending.
    static byte[] labels(String... pairs) {
        var out = new ByteOut(256);
        for (int i = 0; i < pairs.length; i += 2) {
            byte[] pair =
                    new ByteOut(64)
                            .u8(TEXT)
                            .text(pairs[i])
                            .u8(SECOND_TEXT)
                            .text(pairs[i + 1])
                            .toBytes();
            out.u8(TEXT).uvarint(pair.length).raw(pair);
        }
        return out.toBytes();
    }

    /// Adds a series with samples to a message.
    static void series(ByteOut message, byte[] labels, long[] times, double[] values) {
        var samples = new ByteOut(32 * times.length);
        for (int i = 0; i < times.length; i++) {
            var sample = new ByteOut(24).u8(FLOAT);
            sample.u64(Long.reverseBytes(Double.doubleToRawLongBits(values[i])));
            byte[] body = sample.u8(2 << 3).uvarint(times[i]).toBytes();
            samples.u8(SECOND_TEXT).uvarint(body.length).raw(body);
        }
        byte[] body = samples.toBytes();
        message.u8(TEXT).uvarint(labels.length + body.length).raw(labels).raw(body);
    }

    void write(ByteOut message) throws IOException, InterruptedException {
        byte[] packed = new byte[snappy.maxCompressedLength(message.size())];
        int length = snappy.compress(message.array(), 0, message.size(), packed, 0, packed.length);
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
    }

    /// Asks, and says how long the answer was; an answer that is no success fails.
    long ask(String path, Map<String, String> parameters) throws IOException, InterruptedException {
        String form =
                parameters.entrySet().stream()
                        .map(each ->
                                each.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        var request =
                HttpRequest.newBuilder(URI.create(address + "/api/v1/" + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        var response = client.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            String said = new String(response.body(), StandardCharsets.UTF_8);
            throw new IOException(
                    parameters + ": " + said.substring(0, Math.min(300, said.length())));
        }
        return response.body().length;
    }

    /// What the process has spent, user and system.
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    /// The most memory it had, in MB.
    long peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}

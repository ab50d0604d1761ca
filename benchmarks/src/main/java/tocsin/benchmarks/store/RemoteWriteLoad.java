package tocsin.benchmarks.store;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;

import tocsin.storage.codec.ByteOut;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Sends samples of many series by remote write 1.0, one connection, 2000 samples at a time, and
/// tells what the receiving process spent on them.
///
/// Arguments: the address of the receiver, its process id, series, samples of each.
public final class RemoteWriteLoad {
    private static final int BATCH = 2000;
    private static final int STEP_MILLIS = 15_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    private final Random random = new Random(5);
    private final URI target;
    private final byte[][] labels;
    private final double[] values;
    private Optional<CompletableFuture<HttpResponse<String>>> outstanding = Optional.empty();

    private RemoteWriteLoad(URI target, int series) {
        this.target = target;
        labels = new byte[series][];
        values = new double[series];
        for (int i = 0; i < series; i++) {
            labels[i] = labels(i);
        }
    }

    /// Runs the load and prints what it cost.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var load = new RemoteWriteLoad(URI.create(arguments[0]), Integer.parseInt(arguments[2]));
        String pid = arguments[1];
        int steps = Integer.parseInt(arguments[3]);
        long start = System.currentTimeMillis() - (long) steps * STEP_MILLIS;
        load.step(start);
        double cpuBefore = cpuSeconds(pid);
        long begun = System.nanoTime();
        for (int i = 1; i < steps; i++) {
            load.step(start + (long) i * STEP_MILLIS);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cpu = cpuSeconds(pid) - cpuBefore;
        double samples = (double) (steps - 1) * load.values.length;
        System.out.printf(
                "samples=%.0f seconds=%.1f perSecond=%.0f cpuSeconds=%.1f perCpuSecond=%.0f"
                        + " rss=%s%n",
                samples, seconds, samples / seconds, cpu, samples / cpu, rss(pid));
    }

    private static byte[] labels(int series) {
        String[] pairs = {
            "__name__", "http_requests_total_" + series % 200,
            "container", "app",
            "instance", "10.0." + series / 200 % 256 + "." + series / 51_200 + ":9090",
            "job", "service-" + series % 40,
            "method", series % 2 == 0 ? "GET" : "POST",
            "namespace", "team-" + series % 25,
            "path", "/api/v1/items/" + series % 50,
            "pod", "app-" + series / 200 + "-7d9f8b",
            "region", "eu-central-1",
            "status", String.valueOf(200 + series % 4 * 100)
        };
        var out = new ByteOut(512);
        for (int i = 0; i < pairs.length; i += 2) {
            byte[] pair =
                    new ByteOut(64)
                            .u8(1 << 3 | 2)
                            .text(pairs[i])
                            .u8(2 << 3 | 2)
                            .text(pairs[i + 1])
                            .toBytes();
            out.u8(1 << 3 | 2).uvarint(pair.length).raw(pair);
        }
        return out.toBytes();
    }

    private void step(long at) throws IOException, InterruptedException {
        for (int from = 0; from < labels.length; from += BATCH) {
            var message = new ByteOut(1 << 19);
            int to = Math.min(labels.length, from + BATCH);
            for (int i = from; i < to; i++) {
                values[i] += random.nextInt(50);
                byte[] sample = sample(at, values[i]);
                message.u8(1 << 3 | 2).uvarint(labels[i].length + sample.length);
                message.raw(labels[i]).raw(sample);
            }
            send(message);
        }
        awaitAnswer();
        outstanding = Optional.empty();
    }

    private static byte[] sample(long at, double value) {
        var sample = new ByteOut(24).u8(1 << 3 | 1);
        sample.u64(Long.reverseBytes(Double.doubleToRawLongBits(value)));
        byte[] body = sample.u8(2 << 3).uvarint(at).toBytes();
        return new ByteOut(32).u8(2 << 3 | 2).uvarint(body.length).raw(body).toBytes();
    }

    private void send(ByteOut message) throws IOException, InterruptedException {
        byte[] packed = new byte[snappy.maxCompressedLength(message.size())];
        int length = snappy.compress(message.array(), 0, message.size(), packed, 0, packed.length);
        var request =
                HttpRequest.newBuilder(target)
                        .header("Content-Encoding", "snappy")
                        .header("Content-Type", "application/x-protobuf")
                        .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Arrays.copyOf(packed, length)))
                        .build();
        awaitAnswer();
        outstanding = Optional.of(client.sendAsync(request, BodyHandlers.ofString()));
    }

    /// The next message is made while the receiver works on the one before.
    private void awaitAnswer() throws IOException, InterruptedException {
        if (outstanding.isEmpty()) {
            return;
        }
        try {
            var response = outstanding.get().get();
            if (response.statusCode() / 100 != 2) {
                throw new IOException(response.statusCode() + ": " + response.body());
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static double cpuSeconds(String pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private static String rss(String pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("")
                .replaceAll("\\s+", " ");
    }
}

package tocsin.storage.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A real server of somebody else's, on a port and in a folder of its own.
final class Peer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> command;
    private final Path log;
    private final String ready;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;

    private Peer(List<String> command, Path log, String ready, int port) {
        this.command = command;
        this.log = log;
        this.ready = ready;
        this.port = port;
    }

    private static void skipUnless(String program) {
        boolean there = Files.isExecutable(Path.of("/usr/bin", program));
        if (!there) {
            System.out.println("skipped: no " + program + " here");
        }
        assumeTrue(there);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// A Prometheus that takes remote write and deletions.
    static Peer prometheus(Path folder, String config, String... flags) throws Exception {
        skipUnless("prometheus");
        int port = freePort();
        Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
        var command =
                new ArrayList<>(
                        List.of(
                                "prometheus",
                                "--config.file=" + file,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port,
                                "--web.enable-remote-write-receiver",
                                "--web.enable-admin-api",
                                "--storage.tsdb.retention.time=10y"));
        command.addAll(List.of(flags));
        return new Peer(command, folder.resolve("prometheus.log"), "/-/ready", port).start();
    }

    /// A VictoriaMetrics.
    static Peer victoriaMetrics(Path folder) throws Exception {
        skipUnless("victoria-metrics");
        int port = freePort();
        var command =
                List.of(
                        "victoria-metrics",
                        "-storageDataPath=" + folder.resolve("vm"),
                        "-httpListenAddr=127.0.0.1:" + port,
                        "-retentionPeriod=100y",
                        "-search.latencyOffset=0s");
        return new Peer(command, folder.resolve("vm.log"), "/health", port).start();
    }

    private Peer start() throws Exception {
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            assertThat(process.isAlive()).as("%s", Files.readString(log)).isTrue();
            assertThat(System.nanoTime()).as("%s is late", command).isLessThan(deadline);
            Thread.sleep(50);
        }
        return this;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get(ready).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /// Stops it in order, and starts it again.
    void restart() throws Exception {
        stop();
        start();
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(at(path)).POST(HttpRequest.BodyPublishers.noBody()).build(),
                BodyHandlers.ofString());
    }

    private void stop() {
        process.destroy();
        try {
            var _ = process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            var _ = process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        stop();
    }
}

package tocsin.server;

import tocsin.server.cli.CommandLineReader;
import tocsin.server.cli.CommandLineReader.Request;
import tocsin.server.log.LogFormat;
import tocsin.server.log.LogLevel;
import tocsin.server.log.Logging;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A short life of a member in a folder of its own, from start to stop, with each page asked once:
/// what the JVM learns from it goes into the AOT cache, and later starts are twice as fast.
final class Training {
    private static final List<String> PAGES =
            List.of(
                    "/-/ready",
                    "/metrics",
                    "/api/v2/status",
                    "/api/v2/alerts",
                    "/api/v2/alerts/groups",
                    "/api/v2/silences",
                    "/api/v2/receivers",
                    "/api/v1/query?query=up",
                    "/api/v1/rules",
                    "/alerts",
                    "/silences",
                    "/rules",
                    "/cluster",
                    "/silences/new",
                    "/status",
                    "/receivers");
    private static final String CONFIG = "route: {receiver: none}\nreceivers: [{name: none}]\n";

    private Training() {}

    static int run() {
        Logging.configure(LogLevel.ERROR, LogFormat.LOGFMT);
        try {
            Path folder = Files.createTempDirectory("tocsin-training");
            try {
                live(folder);
            } finally {
                delete(folder);
            }
            return 0;
        } catch (IOException | StartException e) {
            System.err.println("tocsin: training failed: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            return 1;
        }
    }

    private static void live(Path folder) throws IOException, StartException, InterruptedException {
        Path config = Files.writeString(folder.resolve("alertmanager.yml"), CONFIG);
        Request request =
                CommandLineReader.read(
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:0",
                        "--cluster.listen-address=127.0.0.1:0",
                        "--cluster.settle-timeout=0s");
        if (!(request instanceof Request.Serve(var options))) {
            throw new IllegalStateException("the training's flags were not accepted: " + request);
        }
        try (var lifecycle = new Lifecycle()) {
            visit(Assembly.open(options, lifecycle).addresses().getFirst());
        }
    }

    private static void visit(InetSocketAddress address) throws IOException, InterruptedException {
        String base = "http://127.0.0.1:" + address.getPort();
        try (var client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create(base + "/api/v2/alerts"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("[{\"labels\":{\"alertname\":\"x\"}}]"))
                            .build(),
                    BodyHandlers.ofByteArray());
            for (String page : PAGES) {
                client.send(
                        HttpRequest.newBuilder(URI.create(base + page)).build(),
                        BodyHandlers.ofByteArray());
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

package tocsin.jepsen.beside;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import tocsin.jepsen.process.Commands;
import tocsin.jepsen.process.Daemon;
import tocsin.jepsen.process.Host;
import tocsin.jepsen.process.Http;
import tocsin.jepsen.process.Waiting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The real Alertmanager and one Tocsin member beside each other, with the same configuration and a
/// sink each.
final class Pair implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Side alertmanager;
    private final Side tocsin;

    /// One of the two.
    record Side(String name, Daemon daemon, int port, NoteSink sink) implements AutoCloseable {
        URI uri(String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }

        @Override
        public void close() {
            daemon.close();
            sink.close();
        }
    }

    /// Starts both; skips the test where there is no Alertmanager.
    ///
    /// @param config with `SINK` where the sink's URL belongs
    Pair(Path folder, String config) {
        this(folder, config, List.of());
        for (Side side : both()) {
            Waiting.until(
                    side.name() + " is ready",
                    PATIENCE,
                    () -> Http.get(side.uri("/-/ready")).status() == 200);
        }
    }

    /// Starts both with more flags, and does not wait for them.
    Pair(Path folder, String config, List<String> flags) {
        Optional<Path> program = Commands.find("prometheus-alertmanager");
        assumeTrue(program.isPresent(), "skipped: prometheus-alertmanager is not installed");
        alertmanager =
                start(
                        folder,
                        "alertmanager",
                        config,
                        with(List.of(program.orElseThrow().toString()), flags));
        tocsin = start(folder, "tocsin", config, with(tocsinProgram(), flags));
    }

    private static List<String> with(List<String> program, List<String> flags) {
        var line = new ArrayList<>(program);
        line.addAll(flags);
        return line;
    }

    static List<String> tocsinProgram() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "tocsin.server.Main");
    }

    private static Side start(Path folder, String name, String config, List<String> program) {
        var sink = new NoteSink();
        int port = Host.freePort();
        Path file = folder.resolve(name + ".yml");
        try {
            Files.writeString(file, config.replace("SINK", sink.url()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var line = new ArrayList<>(program);
        line.add("--config.file=" + file);
        line.add("--storage.path=" + folder.resolve(name));
        line.add("--web.listen-address=127.0.0.1:" + port);
        line.add("--cluster.listen-address=");
        var daemon = new Daemon(name, folder.resolve(name + ".log"), line);
        daemon.start();
        return new Side(name, daemon, port, sink);
    }

    Side alertmanager() {
        return alertmanager;
    }

    Side tocsin() {
        return tocsin;
    }

    List<Side> both() {
        return List.of(alertmanager, tocsin);
    }

    @Override
    public void close() {
        both().forEach(Side::close);
    }
}

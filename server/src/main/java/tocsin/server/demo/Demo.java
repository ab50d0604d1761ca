package tocsin.server.demo;

import tocsin.server.Assembly;
import tocsin.server.Lifecycle;
import tocsin.server.Signals;
import tocsin.server.StartException;
import tocsin.server.cli.CommandLineReader;
import tocsin.server.cli.CommandLineReader.Request;
import tocsin.server.cli.Options;
import tocsin.server.log.LogFormat;
import tocsin.server.log.LogLevel;
import tocsin.server.log.Logging;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// `tocsin demo`: one member on the embedded store in a folder that goes when it ends. It stores
/// its own metrics, evaluates the rules of `config/examples/demo`, and tells what happens to an
/// alert.
public final class Demo {
    /// The port in the example's files.
    private static final int USUAL_PORT = 9093;

    private static final List<String> FILES =
            List.of("alertmanager.yml", "tocsin.yml", "rules.yml");

    private final PrintStream out;

    private Demo(PrintStream out) {
        this.out = out;
    }

    /// Runs until it is stopped.
    ///
    /// @param arguments flags of the server that win over the demo's
    /// @return the status to end with
    public static int run(PrintStream out, String... arguments) {
        Logging.configure(LogLevel.WARN, LogFormat.LOGFMT);
        try {
            Path folder = Files.createTempDirectory("tocsin-demo-");
            try {
                return new Demo(out).live(folder, List.of(arguments));
            } finally {
                delete(folder);
            }
        } catch (IOException | StartException e) {
            System.err.println("tocsin: the demo cannot start: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int live(Path folder, List<String> more)
            throws IOException, StartException, InterruptedException {
        int port = freePort();
        copyExamples(examples(), folder, port);
        var line = new ArrayList<String>();
        line.add("--config.file=" + folder.resolve("alertmanager.yml"));
        line.add("--tocsin.config=" + folder.resolve("tocsin.yml"));
        line.add("--storage.path=" + folder.resolve("data"));
        line.add("--web.listen-address=127.0.0.1:" + port);
        line.add("--cluster.listen-address=");
        line.addAll(more);
        Request request = CommandLineReader.read(line.toArray(String[]::new));
        return switch (request) {
            case Request.Print(String text) -> {
                out.print(text);
                yield 0;
            }
            case Request.Refuse(String text) -> {
                System.err.println(text);
                yield 1;
            }
            case Request.Serve(Options options) when options.web().configFile().isPresent() -> {
                System.err.println(
                        "tocsin: the demo tells its alerts to itself, without TLS and users: start"
                                + " ./tocsin server with --web.config.file");
                yield 1;
            }
            case Request.Serve(Options options) -> serve(options, port);
        };
    }

    private int serve(Options options, int port) throws StartException, InterruptedException {
        Signals signals = Signals.listen();
        try (var lifecycle = new Lifecycle()) {
            Assembly.open(options, lifecycle);
            String base = "http://127.0.0.1:" + port;
            introduce(base);
            lifecycle.opened("narrator", Narrator.start(base, out));
            while (signals.take() != Signals.Request.STOP) {
                out.println("tocsin demo: there is nothing to reload here; Ctrl-C ends it");
            }
        }
        out.println("tocsin demo: ended; nothing is left behind");
        return 0;
    }

    private void introduce(String base) {
        out.println(
                """
                tocsin demo: one member, storing its own metrics and evaluating three rules over them

                  alerts      %1$s/
                  rules       %1$s/rules
                  received    %1$s/receivers      what the built-in receiver was told
                  API         %1$s/api/v2/alerts, %1$s/api/v1/query?query=up
                  files       config/examples/demo

                In about ten seconds an alert fires and is told; about half a minute later it ends,
                and that is told too. Ctrl-C ends the demo and removes what it wrote.
                """
                        .formatted(base));
    }

    private static int freePort() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var socket = new ServerSocket(USUAL_PORT, 1, loopback)) {
            return socket.getLocalPort();
        } catch (IOException _) {
            try (var socket = new ServerSocket(0, 1, loopback)) {
                return socket.getLocalPort();
            }
        }
    }

    private static Path examples() throws IOException {
        Path folder =
                Path.of(System.getProperty("tocsin.home", "."))
                        .resolve("config")
                        .resolve("examples")
                        .resolve("demo");
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    "the examples are not at " + folder.toAbsolutePath() + ": start ./tocsin demo");
        }
        return folder;
    }

    private static void copyExamples(Path from, Path to, int port) throws IOException {
        for (String name : FILES) {
            String text = Files.readString(from.resolve(name));
            Files.writeString(
                    to.resolve(name), text.replace("127.0.0.1:" + USUAL_PORT, "127.0.0.1:" + port));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}

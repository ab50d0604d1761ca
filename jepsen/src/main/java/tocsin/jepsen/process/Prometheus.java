package tocsin.jepsen.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A real Prometheus that scrapes itself, evaluates one file of rules, alerts to one member and
/// writes its samples to all of them.
public final class Prometheus implements AutoCloseable {
    private final int port = Host.freePort();
    private final Daemon daemon;

    /// A Prometheus that is not yet started. `program` is the installed one.
    public Prometheus(
            Path program, Path folder, String rules, Member alerted, List<Member> written) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("rules.yml"), rules);
            Files.writeString(folder.resolve("prometheus.yml"), configuration(alerted, written));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon =
                new Daemon(
                        "prometheus",
                        folder.resolve("prometheus.log"),
                        List.of(
                                program.toString(),
                                "--config.file=" + folder.resolve("prometheus.yml"),
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.enable-lifecycle",
                                "--web.listen-address=127.0.0.1:" + port));
    }

    /// The installed program, if there is one.
    public static Optional<Path> installed() {
        return Commands.find("prometheus");
    }

    private String configuration(Member alerted, List<Member> written) {
        String writers =
                written.stream()
                        .map(member -> "  - url: " + member.uri("/api/v1/write") + "\n")
                        .collect(Collectors.joining());
        return """
        global:
          scrape_interval: 1s
          evaluation_interval: 1s
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: self
            static_configs:
              - targets: ['127.0.0.1:%d']
        alerting:
          alertmanagers:
            - static_configs:
                - targets: ['%s']
        remote_write:
        %s\
        """
                .formatted(port, alerted.place().webAddress(), writers);
    }

    /// Starts it and waits until it is ready.
    public Prometheus start() {
        daemon.start();
        Waiting.until(
                "prometheus is ready",
                Duration.ofSeconds(30),
                () -> Http.get(uri("/-/ready")).status() == 200);
        return this;
    }

    /// A page of it.
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /// The process.
    public Daemon daemon() {
        return daemon;
    }

    @Override
    public void close() {
        daemon.close();
    }
}

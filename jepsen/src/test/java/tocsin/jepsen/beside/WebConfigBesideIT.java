package tocsin.jepsen.beside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.jepsen.process.Commands;
import tocsin.jepsen.process.Waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The same `--web.config.file` before the real Alertmanager and before Tocsin: both let in and
/// turn away the same requests, on every path, in the same words; both serve `amtool`.
class WebConfigBesideIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Of the password `wonder`, at the least cost.
    private static final String HASH =
            "$2y$04$VYxYSFkdfXcZd/OqxtL5auw5zSJ/iZoa.S1c3CZn3/gTzBr9YYdau";

    private static final String ROUTING =
            """
            route: {receiver: nobody}
            receivers: [{name: nobody}]
            """;

    @TempDir private Path folder;

    private void certificate() {
        Path key = folder.resolve("web.key");
        Path certificate = folder.resolve("web.crt");
        Commands.run(
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString()));
        assertThat(certificate).exists();
    }

    /// What curl sees: the status, what of the headers is of interest, and the body.
    private String seen(Pair.Side side, String path, String... more) {
        var line =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "-s",
                                "-i",
                                "--cacert",
                                folder.resolve("web.crt").toString()));
        line.addAll(List.of(more));
        line.add("https://127.0.0.1:" + side.port() + path);
        String text = Commands.run(line).output();
        String[] parts = text.split("\r\n\r\n", 2);
        String head =
                parts[0].lines()
                        .filter(header ->
                                header.startsWith("HTTP/")
                                        || header.toLowerCase(java.util.Locale.ROOT)
                                                .matches("(www-auth|x-frame|x-content).*"))
                        .map(header -> header.strip().toLowerCase(java.util.Locale.ROOT))
                        .sorted()
                        .toList()
                        .toString();
        boolean turnedAway = head.contains(" 401");
        return head + (turnedAway && parts.length > 1 ? " " + parts[1] : "");
    }

    @Test
    void bothLetInAndTurnAwayTheSame() throws IOException {
        certificate();
        Path web = folder.resolve("web.yml");
        Files.writeString(
                web,
                """
                tls_server_config: {cert_file: web.crt, key_file: web.key}
                http_server_config:
                  headers: {X-Frame-Options: deny, X-Content-Type-Options: nosniff}
                basic_auth_users: {alice: '%s'}
                """
                        .formatted(HASH));
        try (var pair = new Pair(folder, ROUTING, List.of("--web.config.file=" + web))) {
            for (Pair.Side side : pair.both()) {
                Waiting.until(
                        side.name() + " is ready",
                        PATIENCE,
                        () -> seen(side, "/-/ready", "-u", "alice:wonder").contains(" 200"));
            }
            for (String path :
                    List.of("/-/ready", "/-/healthy", "/metrics", "/api/v2/status", "/nothing")) {
                for (List<String> who :
                        List.of(
                                List.<String>of(),
                                List.of("-u", "alice:wonder"),
                                List.of("-u", "alice:Wonder"),
                                List.of("-u", "bob:wonder"),
                                List.of("--http1.1", "-u", "alice:wonder"),
                                List.of("-H", "Authorization: Bearer wonder"))) {
                    String[] more = who.toArray(String[]::new);
                    assertThat(seen(pair.tocsin(), path, more))
                            .as("%s %s", path, who)
                            .isEqualTo(seen(pair.alertmanager(), path, more));
                }
            }
            amtool(pair);
        }
    }

    private void amtool(Pair pair) throws IOException {
        Path http = folder.resolve("http.yml");
        Files.writeString(
                http,
                """
                basic_auth: {username: alice, password: wonder}
                tls_config: {ca_file: %s}
                """
                        .formatted(folder.resolve("web.crt")));
        var amtool = List.of(Commands.find("amtool").orElseThrow().toString());
        for (Pair.Side side : pair.both()) {
            for (List<String> client : List.of(amtool, verbs())) {
                var line = new ArrayList<>(client);
                line.addAll(
                        List.of(
                                "--http.config.file=" + http,
                                "--alertmanager.url=https://127.0.0.1:" + side.port(),
                                "alert",
                                "add",
                                "alertname=Beside",
                                "by=" + client.size()));
                Commands.Outcome added = Commands.run(line);
                assertThat(added.status()).as("%s %s", line, added.output()).isZero();
            }
        }
    }

    private static List<String> verbs() {
        var line = new ArrayList<>(Pair.tocsinProgram());
        line.add("amtool");
        return line;
    }
}

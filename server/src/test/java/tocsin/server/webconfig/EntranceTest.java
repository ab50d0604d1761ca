package tocsin.server.webconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.server.http.ControlPages;
import tocsin.server.http.Errors;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;
import tocsin.server.metrics.MetricsPage;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Requests over real sockets to a server behind a web configuration.
class EntranceTest {
    private static final String HASH = hash("wonder");
    private static final String OTHER_HASH = hash("tea");

    @TempDir private static Path keys;
    private static Certified first;
    private static Certified second;

    @TempDir private Path folder;
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private HttpServer server;
    private int version;

    @BeforeAll
    static void keys() throws Exception {
        first = Certified.named(keys, "first");
        second = Certified.named(keys, "second");
    }

    @BeforeEach
    void certificate() throws Exception {
        first.write(folder, "server");
        second.write(folder, "other");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Path write(String text) throws IOException {
        // Another length each time: what a file looks like then differs whatever the clock's grain.
        return Files.writeString(folder.resolve("web.yml"), text + "#".repeat(++version) + "\n");
    }

    private void start(String text) throws Exception {
        server =
                HttpServer.start(
                        new HttpSettings(
                                List.of(new InetSocketAddress("127.0.0.1", 0)),
                                "",
                                8,
                                Duration.ZERO),
                        LiveWebConfig.open(write(text), new Random(1), metrics),
                        List.of(
                                new Errors(List.of()),
                                new ControlPages(() -> {}),
                                new MetricsPage(metrics)),
                        metrics);
    }

    private static final String TLS =
            "tls_server_config: {cert_file: server.crt, key_file: server.key}\n";

    private static String hash(String password) {
        return BCrypt.withDefaults().hashToString(4, password.toCharArray());
    }

    private static String users(String hash) {
        return "basic_auth_users: {alice: '" + hash + "'}\n";
    }

    private HttpResponse<String> get(HttpClient client, String scheme, String... headers)
            throws IOException, InterruptedException {
        int port = server.addresses().getFirst().getPort();
        var request =
                HttpRequest.newBuilder(
                        URI.create("%s://127.0.0.1:%d/-/ready".formatted(scheme, port)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> plain(String... headers) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return get(client, "http", headers);
        }
    }

    private HttpResponse<String> encrypted(SSLContext context) throws Exception {
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            return get(client, "https");
        }
    }

    private static String[] basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(both)};
    }

    @Test
    void aKnownUserComesInAndNobodyElse() throws Exception {
        start(users(HASH));

        assertThat(plain(basic("alice", "wonder")).statusCode()).isEqualTo(200);
        assertThat(plain(basic("alice", "wonder")).statusCode()).isEqualTo(200);
        assertThat(plain(basic("alice", "Wonder")).statusCode()).isEqualTo(401);
        assertThat(plain(basic("alice", "Wonder")).statusCode()).isEqualTo(401);
        assertThat(plain(basic("bob", "wonder")).statusCode()).isEqualTo(401);
        assertThat(plain(basic("", "")).statusCode()).isEqualTo(401);
        assertThat(plain(basic("alice", "")).statusCode()).isEqualTo(401);
        assertThat(plain(basic("alice", "w".repeat(500))).statusCode()).isEqualTo(401);
        assertThat(plain("Authorization", "Bearer wonder").statusCode()).isEqualTo(401);
        assertThat(plain("Authorization", "Basic ???").statusCode()).isEqualTo(401);
        HttpResponse<String> nobody = plain();
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.body()).isEqualTo("Unauthorized\n");
        assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("Basic");
    }

    @Test
    void usersChangeWithTheFileAndABadFileChangesNothing() throws Exception {
        start(users(HASH));
        assertThat(plain(basic("alice", "wonder")).statusCode()).isEqualTo(200);

        write(users(OTHER_HASH));
        assertThat(plain(basic("alice", "wonder")).statusCode()).isEqualTo(401);
        assertThat(plain(basic("alice", "tea")).statusCode()).isEqualTo(200);

        write("basic_auth_users: [alice]\n");
        assertThat(plain(basic("alice", "tea")).statusCode()).isEqualTo(200);
        assertThat(plain(basic("bob", "tea")).statusCode()).isEqualTo(401);
        assertThat(plain(basic("alice", "wonder")).statusCode()).isEqualTo(401);
        assertThat(gauge("tocsin_web_config_last_reload_successful")).isZero();

        write(users(HASH));
        assertThat(plain(basic("alice", "wonder")).statusCode()).isEqualTo(200);
        assertThat(gauge("tocsin_web_config_last_reload_successful")).isOne();
    }

    private double gauge(String name) {
        return metrics.scrape(name::equals).stream()
                .flatMap(snapshot -> snapshot.getDataPoints().stream())
                .mapToDouble(point ->
                        ((io.prometheus.metrics.model.snapshots.GaugeSnapshot
                                                .GaugeDataPointSnapshot)
                                        point)
                                .getValue())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anEncryptedServerTalksHttp2ToThoseWhoCan() throws Exception {
        start(TLS);

        HttpResponse<String> answer = encrypted(first.trustedBy());

        assertThat(answer.body()).isEqualTo("OK");
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThatThrownBy(() -> encrypted(second.trustedBy())).isInstanceOf(SSLException.class);
        assertThatThrownBy(this::plain).isInstanceOf(IOException.class);
    }

    @Test
    void anEncryptedServerTalksHttp1ToThoseWhoAskForIt() throws Exception {
        start(TLS);

        try (var client =
                HttpClient.newBuilder()
                        .sslContext(first.trustedBy())
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            assertThat(get(client, "https").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
        try (var socket = connected("TLSv1.3", "http/1.1")) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @Test
    void http2CanBeSwitchedOff() throws Exception {
        start(TLS + "http_server_config: {http2: false}\n");

        assertThat(encrypted(first.trustedBy()).version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void aReplacedCertificateIsShownToTheNextConnectionAndABadOneIsNot() throws Exception {
        start(TLS);
        assertThat(encrypted(first.trustedBy()).statusCode()).isEqualTo(200);

        Files.writeString(folder.resolve("server.crt"), "no certificate");
        assertThat(encrypted(first.trustedBy()).statusCode()).isEqualTo(200);
        assertThat(gauge("tocsin_web_config_last_reload_successful")).isZero();

        second.write(folder, "server");
        assertThat(encrypted(second.trustedBy()).statusCode()).isEqualTo(200);
        assertThat(gauge("tocsin_web_config_last_reload_successful")).isOne();
        assertThatThrownBy(() -> encrypted(first.trustedBy())).isInstanceOf(SSLException.class);
    }

    @Test
    void aClientShowsACertificateOfTheRightAuthorityAndName() throws Exception {
        start(
                """
                tls_server_config:
                  cert_file: server.crt
                  key_file: server.key
                  client_auth_type: RequireAndVerifyClientCert
                  client_ca_file: other.crt
                  client_allowed_sans: [second]
                """);

        assertThat(encrypted(first.trustedBy(second)).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> encrypted(first.trustedBy())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> encrypted(first.trustedBy(first))).isInstanceOf(IOException.class);

        write(
                """
                tls_server_config:
                  cert_file: server.crt
                  key_file: server.key
                  client_auth_type: RequireAndVerifyClientCert
                  client_ca_file: other.crt
                  client_allowed_sans: [third]
                """);
        assertThatThrownBy(() -> encrypted(first.trustedBy(second)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void versionsAndSuitesAreThoseOfTheFile() throws Exception {
        start(
                """
                tls_server_config:
                  cert_file: server.crt
                  key_file: server.key
                  max_version: TLS12
                  cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]
                """);

        assertThat(suite("TLSv1.2")).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        assertThatThrownBy(() -> suite("TLSv1.3")).isInstanceOf(SSLException.class);
    }

    private String suite(String protocol) throws Exception {
        try (SSLSocket socket = connected(protocol)) {
            return socket.getSession().getCipherSuite();
        }
    }

    private SSLSocket connected(String protocol, String... applications) throws Exception {
        int port = server.addresses().getFirst().getPort();
        var socket =
                (SSLSocket) first.trustedBy().getSocketFactory().createSocket("127.0.0.1", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        parameters.setApplicationProtocols(applications);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @Test
    void configuredHeadersAreOnEveryAnswerOnce() throws Exception {
        start(
                users(HASH)
                        + """
                        http_server_config:
                          headers: {X-Frame-Options: deny, X-Content-Type-Options: nosniff}
                        """);

        for (HttpResponse<String> answer : List.of(plain(), plain(basic("alice", "wonder")))) {
            assertThat(answer.headers().allValues("X-Frame-Options")).containsExactly("deny");
            assertThat(answer.headers().allValues("X-Content-Type-Options"))
                    .containsExactly("nosniff");
        }
    }

    @Test
    void requestsBeyondTheRateAreRefused() throws Exception {
        start("rate_limit: {interval: 1h, burst: 2}\n");

        assertThat(plain().statusCode()).isEqualTo(200);
        assertThat(plain().statusCode()).isEqualTo(200);
        HttpResponse<String> third = plain();
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.body()).isEqualTo("Too Many Requests\n");
    }

    @Test
    void aKeyOfAnotherCertificateIsFoundAtTheStart() throws Exception {
        Path file = write("tls_server_config: {cert_file: server.crt, key_file: other.key}\n");

        assertThatThrownBy(() -> LiveWebConfig.open(file, new Random(1), metrics))
                .hasMessageContaining("web.yml: tls_server_config: the private key does not match");
    }
}

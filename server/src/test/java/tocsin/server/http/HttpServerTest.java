package tocsin.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;

import tocsin.server.http.ControlPages.ReloadException;
import tocsin.server.metrics.MetricsPage;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

class HttpServerTest {
    private static HttpServer server(String prefix, int gets) throws Exception {
        var metrics = new PrometheusRegistry();
        var settings =
                new HttpSettings(
                        List.of(new InetSocketAddress("127.0.0.1", 0)),
                        prefix,
                        gets,
                        Duration.ZERO);
        return HttpServer.start(
                settings,
                List.of(
                        new Errors(List.of()),
                        new ControlPages(() -> {
                            throw new ReloadException("line 3: no");
                        }),
                        new MetricsPage(metrics)),
                metrics);
    }

    private static HttpResponse<String> send(HttpServer server, String method, String path)
            throws Exception {
        int port = server.addresses().getFirst().getPort();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .method(method, BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void itIsHealthyAndReadyWithoutALineBreak() throws Exception {
        try (var server = server("", 8)) {
            assertThat(send(server, "GET", "/-/healthy").body()).isEqualTo("OK");
            assertThat(send(server, "GET", "/-/ready").body()).isEqualTo("OK");
            assertThat(send(server, "HEAD", "/-/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aReloadThatIsRefusedSaysWhyAndAGetReloadsNothing() throws Exception {
        try (var server = server("", 8)) {
            HttpResponse<String> answer = send(server, "POST", "/-/reload");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("failed to reload config: line 3: no\n");
            assertThat(send(server, "GET", "/-/reload").statusCode()).isEqualTo(405);
        }
    }

    @Test
    void belowAPrefixAreAllPathsAndTheRootLeadsThere() throws Exception {
        try (var server = server("/alerts/x", 8)) {
            assertThat(send(server, "GET", "/alerts/x/-/ready").statusCode()).isEqualTo(200);
            assertThat(send(server, "GET", "/-/ready").body()).isEqualTo("404 page not found\n");
            HttpResponse<String> root = send(server, "GET", "/");
            assertThat(root.statusCode()).isEqualTo(302);
            assertThat(root.headers().firstValue("Location")).contains("/alerts/x");
        }
    }

    @Test
    void doubledSlashesLeadToTheCleanPath() throws Exception {
        try (var server = server("", 8)) {
            HttpResponse<String> answer = send(server, "GET", "/-//ready?x=1");
            assertThat(answer.statusCode()).isEqualTo(301);
            assertThat(answer.headers().firstValue("Location")).contains("/-/ready?x=1");
        }
    }

    @Test
    void metricsAreTextOfVersionFour() throws Exception {
        try (var server = server("", 8)) {
            HttpResponse<String> page = send(server, "GET", "/metrics");
            assertThat(page.headers().firstValue("Content-Type").orElseThrow())
                    .contains("version=0.0.4");
            assertThat(page.body()).contains("alertmanager_http_requests_in_flight");
        }
    }

    @Test
    void getsBeyondTheLimitAreRefusedAtOnce() throws Exception {
        try (var server = server("", 0)) {
            HttpResponse<String> answer = send(server, "GET", "/-/ready");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .isEqualTo(
                            "Limit of concurrent GET requests reached (0), try again later.\n\n");
            assertThat(send(server, "HEAD", "/-/ready").statusCode()).isEqualTo(200);
        }
    }
}

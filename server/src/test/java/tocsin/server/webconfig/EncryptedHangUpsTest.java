package tocsin.server.webconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.server.http.ClientWatch;
import tocsin.server.http.Errors;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Clients that hang up while their request is worked on, behind TLS and over HTTP/2.
class EncryptedHangUpsTest {
    @TempDir private static java.nio.file.Path keys;
    private static Certified certified;

    @TempDir private java.nio.file.Path folder;
    private final LinkedBlockingQueue<String> began = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private final CountDownLatch finish = new CountDownLatch(1);
    private final ClientWatch watch = ClientWatch.open();
    private HttpServer server;
    private SSLContext context;

    EncryptedHangUpsTest() throws IOException {}

    /// Works until its client has gone, or the test lets it finish.
    @Path("work")
    public final class Work {
        @GET
        public String work(@Context HttpServletRequest request, @QueryParam("n") String name)
                throws InterruptedException {
            var gone = new CountDownLatch(1);
            try (var _ = watch.watch(request, gone::countDown)) {
                began.add(name);
                while (finish.getCount() > 0 && gone.getCount() > 0) {
                    gone.await(1, TimeUnit.MILLISECONDS);
                }
            }
            ended.add(name + (gone.getCount() == 0 ? " is gone" : " is done"));
            return name;
        }
    }

    @BeforeAll
    static void key() throws Exception {
        certified = Certified.named(keys, "server");
    }

    @BeforeEach
    void start() throws Exception {
        certified.write(folder, "server");
        context = certified.trustedBy();
        var file =
                Files.writeString(
                        folder.resolve("web.yml"),
                        "tls_server_config: {cert_file: server.crt, key_file: server.key}\n");
        var metrics = new PrometheusRegistry();
        server =
                HttpServer.start(
                        new HttpSettings(
                                List.of(new InetSocketAddress("127.0.0.1", 0)),
                                "",
                                8,
                                Duration.ZERO),
                        LiveWebConfig.open(file, new Random(1), metrics),
                        List.of(new Errors(List.of()), new Work()),
                        metrics);
    }

    @AfterEach
    void close() throws Exception {
        finish.countDown();
        server.close();
        watch.close();
    }

    private int port() {
        return server.addresses().getFirst().getPort();
    }

    private String next() throws InterruptedException {
        return String.valueOf(ended.poll(20, TimeUnit.SECONDS));
    }

    private Socket ask(Socket plain, String name) throws IOException, InterruptedException {
        plain.connect(new InetSocketAddress("127.0.0.1", port()));
        var socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(plain, "127.0.0.1", port(), /* autoClose= */ true);
        send(socket, name);
        assertThat(began.poll(20, TimeUnit.SECONDS)).isEqualTo(name);
        return socket;
    }

    private static void send(Socket socket, String name) throws IOException {
        String text = "GET /work?n=" + name + " HTTP/1.1\r\nHost: x\r\n\r\n";
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void answered(Socket socket, String end) throws IOException {
        var text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.indexOf("\r\n\r\n" + end) < 0) {
            int next = in.read();
            assertThat(next).as(text.toString()).isNotNegative();
            text.append((char) next);
        }
        assertThat(text).contains("200 OK");
    }

    @Test
    void whoHangsUpBehindTlsIsNoticedAndOthersAreNot() throws Exception {
        try (Socket stays = ask(new Socket(), "a")) {
            ask(new Socket(), "b").close();
            assertThat(next()).isEqualTo("b is gone");
            try (var reset = new Socket()) {
                ask(reset, "c");
                reset.setSoLinger(true, 0);
            }
            assertThat(next()).isEqualTo("c is gone");
            finish.countDown();
            assertThat(next()).isEqualTo("a is done");
            answered(stays, "a");
        }
    }

    @Test
    void theNextRequestIsNeitherLostNorAnEnd() throws Exception {
        try (Socket both = ask(new Socket(), "a")) {
            send(both, "b");
            ask(new Socket(), "c").close();
            assertThat(next()).isEqualTo("c is gone");
            finish.countDown();
            assertThat(next()).isEqualTo("a is done");
            assertThat(next()).isEqualTo("b is done");
            answered(both, "a");
            answered(both, "b");
        }
    }

    @Test
    void anEndIsSeenBehindTheNextRequest() throws Exception {
        try (Socket both = ask(new Socket(), "a")) {
            send(both, "b");
        }
        assertThat(next()).isEqualTo("a is gone");
    }

    private CompletableFuture<HttpResponse<String>> ask(HttpClient client, String name)
            throws InterruptedException {
        var uri = URI.create("https://127.0.0.1:%d/work?n=%s".formatted(port(), name));
        var answer = client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(began.poll(20, TimeUnit.SECONDS)).isEqualTo(name);
        return answer;
    }

    @Test
    void whoGivesUpOneOfSeveralRequestsOfHttp2IsNoticed() throws Exception {
        try (var client = HttpClient.newBuilder().sslContext(context).build();
                var other = HttpClient.newBuilder().sslContext(context).build()) {
            var stays = ask(client, "a");
            var leaves = ask(client, "b");
            ask(other, "c");
            leaves.cancel(true);
            assertThat(next()).isEqualTo("b is gone");
            other.shutdownNow();
            assertThat(next()).isEqualTo("c is gone");
            finish.countDown();
            assertThat(next()).isEqualTo("a is done");
            assertThat(stays.get().version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(stays.get().body()).isEqualTo("a");
        }
    }
}

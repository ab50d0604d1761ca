package tocsin.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class ClientWatchTest {
    private final LinkedBlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private final CountDownLatch finish = new CountDownLatch(1);
    private final ClientWatch watch = ClientWatch.open();
    private final HttpServer server = start();

    ClientWatchTest() throws Exception {}

    /// Works until its client has gone, or the test lets it finish.
    @Path("work")
    public final class Work {
        @GET
        public String work(@Context HttpServletRequest request, @QueryParam("n") String name)
                throws InterruptedException {
            var gone = new CountDownLatch(1);
            try (var _ = watch.watch(request, gone::countDown)) {
                while (!name.equals("quick") && finish.getCount() > 0 && gone.getCount() > 0) {
                    gone.await(1, TimeUnit.MILLISECONDS);
                }
            }
            ended.add(name + (gone.getCount() == 0 ? " is gone" : " is done"));
            return name;
        }
    }

    private HttpServer start() throws Exception {
        var settings =
                new HttpSettings(
                        List.of(new InetSocketAddress("127.0.0.1", 0)), "", 8, Duration.ZERO);
        return HttpServer.start(
                settings, List.of(new Errors(List.of()), new Work()), new PrometheusRegistry());
    }

    @AfterEach
    void close() throws Exception {
        finish.countDown();
        server.close();
        watch.close();
    }

    private Socket ask(String... names) throws IOException {
        var socket = new Socket("127.0.0.1", server.addresses().getFirst().getPort());
        send(socket, names);
        return socket;
    }

    private static void send(Socket socket, String... names) throws IOException {
        var text = new StringBuilder();
        for (String name : names) {
            text.append("GET /work?n=").append(name).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static String answer(Socket socket, String end) throws IOException {
        var text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.indexOf("\r\n\r\n" + end) < 0) {
            int next = in.read();
            assertThat(next).as(text.toString()).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    private String next() throws InterruptedException {
        return String.valueOf(ended.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void whoHangsUpIsNoticedAndOthersAreNot() throws Exception {
        try (Socket stays = ask("a")) {
            ask("b").close();
            assertThat(next()).isEqualTo("b is gone");
            try (Socket reset = ask("c")) {
                reset.setSoLinger(true, 0);
            }
            assertThat(next()).isEqualTo("c is gone");
            finish.countDown();
            assertThat(next()).isEqualTo("a is done");
            assertThat(answer(stays, "a")).contains("200 OK");
        }
    }

    @Test
    void whoSendsTheNextRequestAtOnceIsThere() throws Exception {
        try (Socket both = ask("a", "b")) {
            ask("c").close();
            assertThat(next()).isEqualTo("c is gone");
            finish.countDown();
            assertThat(next()).isEqualTo("a is done");
            assertThat(next()).isEqualTo("b is done");
            assertThat(answer(both, "b")).contains("200 OK");
        }
    }

    @Test
    void aConnectionIsWatchedForEachOfItsRequests() throws Exception {
        try (Socket kept = ask("quick")) {
            assertThat(next()).isEqualTo("quick is done");
            answer(kept, "quick");
            send(kept, "b");
        }
        assertThat(next()).isEqualTo("b is gone");
    }
}

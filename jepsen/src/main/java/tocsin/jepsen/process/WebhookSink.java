package tocsin.jepsen.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// Receives webhooks and notes each arrival by its own clock. It stands outside every fault, so
/// that what it has seen is the truth about what people would have seen.
public final class WebhookSink implements AutoCloseable {
    private final HttpServer server;
    private final List<Page> pages = new CopyOnWriteArrayList<>();
    private volatile Answer answer = new Answer(200, Duration.ZERO);

    /// How the sink answers.
    ///
    /// @param delay how long it thinks before
    public record Answer(int status, Duration delay) {}

    /// One notification as it arrived.
    ///
    /// @param answered what the sink said; only a page answered with 2xx was told
    public record Page(
            Instant at,
            String receiver,
            String groupKey,
            String status,
            List<Told> alerts,
            int answered) {}

    /// One alert of a page.
    public record Told(
            String name, String instance, String status, String fingerprint, String startsAt) {}

    /// A sink at an address, on any free port.
    public WebhookSink(String address) {
        try {
            server = HttpServer.create(new InetSocketAddress(address, 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer now = answer;
            Instant arrived = Instant.now();
            if (now.delay().isPositive()) {
                Waiting.pause(now.delay());
            }
            pages.add(page(arrived, Http.parse(body), now.status()));
            exchange.sendResponseHeaders(now.status(), -1);
        }
    }

    private static Page page(Instant at, JsonNode json, int answered) {
        var alerts = new ArrayList<Told>();
        for (JsonNode alert : json.path("alerts")) {
            alerts.add(
                    new Told(
                            alert.path("labels").path("alertname").asText(),
                            alert.path("labels").path("instance").asText(),
                            alert.path("status").asText(),
                            alert.path("fingerprint").asText(),
                            alert.path("startsAt").asText()));
        }
        return new Page(
                at,
                json.path("receiver").asText(),
                json.path("groupKey").asText(),
                json.path("status").asText(),
                List.copyOf(alerts),
                answered);
    }

    /// From now on answers so.
    public void answerWith(Answer next) {
        answer = next;
    }

    /// Where webhooks must be sent.
    public String url() {
        return "http://"
                + server.getAddress().getHostString()
                + ":"
                + server.getAddress().getPort()
                + "/hook";
    }

    /// Everything that arrived, in order of arrival.
    public List<Page> pages() {
        return List.copyOf(pages);
    }

    /// How often people were told that an alert of this name has this status.
    public long told(String alertname, String status) {
        return pages.stream()
                .filter(page -> page.answered() / 100 == 2)
                .flatMap(page -> page.alerts().stream())
                .filter(alert -> alert.name().equals(alertname) && alert.status().equals(status))
                .count();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

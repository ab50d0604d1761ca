package tocsin.jepsen.beside;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;

import tocsin.jepsen.process.Http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// Takes webhooks and keeps of each what two programs must agree on: everything but times.
final class NoteSink implements AutoCloseable {
    private final HttpServer server;
    private final List<Note> notes = new CopyOnWriteArrayList<>();

    /// A notification, without its times.
    record Note(String group, String text) {}

    NoteSink() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        byte[] body = exchange.getRequestBody().readAllBytes();
                        notes.add(note(Http.parse(new String(body, StandardCharsets.UTF_8))));
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        server.start();
    }

    private static Note note(JsonNode json) {
        var alerts = new ArrayList<String>();
        for (JsonNode alert : json.path("alerts")) {
            alerts.add(
                    alert.path("status").asText()
                            + alert.path("fingerprint").asText()
                            + alert.path("labels")
                            + alert.path("annotations"));
        }
        return new Note(
                json.path("receiver").asText() + " " + json.path("groupKey").asText(),
                json.path("status").asText()
                        + " truncated "
                        + json.path("truncatedAlerts")
                        + " group "
                        + json.path("groupLabels")
                        + " common "
                        + json.path("commonLabels")
                        + json.path("commonAnnotations")
                        + "\n    "
                        + String.join("\n    ", alerts));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /// The notifications of each receiver's groups, in order.
    Map<String, List<String>> byGroup() {
        var all = new TreeMap<String, List<String>>();
        notes.forEach(
                note -> all.computeIfAbsent(note.group(), _ -> new ArrayList<>()).add(note.text()));
        return all;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

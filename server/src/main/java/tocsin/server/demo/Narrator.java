package tocsin.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/// Says what happens in the demo as it happens, from what the member's own API answers.
final class Narrator implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final String base;
    private final PrintStream out;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> states = new LinkedHashMap<>();
    private int lettersTold;
    private final Thread thread;

    private Narrator(String base, PrintStream out) {
        this.base = base;
        this.out = out;
        this.thread = Thread.ofVirtual().name("narrator").unstarted(this::run);
    }

    /// Begins to tell.
    static Narrator start(String base, PrintStream out) {
        var narrator = new Narrator(base, out);
        narrator.thread.start();
        return narrator;
    }

    private void run() {
        try {
            while (true) {
                look();
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            // The demo ends.
        }
    }

    private void look() throws InterruptedException {
        try {
            for (JsonNode group : get("/api/v1/rules?type=alert").at("/data/groups")) {
                for (JsonNode rule : group.path("rules")) {
                    rule(rule.path("name").asText(), rule.path("state").asText());
                }
            }
            JsonNode letters = get("/api/tocsin/v1/inbox");
            for (int i = letters.size() - 1 - lettersTold; i >= 0; i--) {
                JsonNode letter = letters.get(i);
                say(
                        "told    %s: %s is %s"
                                .formatted(
                                        letter.path("receiver").asText(),
                                        letter.path("title").asText(),
                                        letter.path("status").asText()));
            }
            lettersTold = letters.size();
        } catch (IOException e) {
            say("the API does not answer: " + e.getMessage());
        }
    }

    private void rule(String name, String state) {
        String before = states.put(name, state);
        if (before == null || before.equals(state)) {
            return;
        }
        switch (state) {
            case "pending" -> say("pending " + name + ": its condition holds, its `for` runs");
            case "firing" -> say("firing  " + name);
            case "inactive" -> {
                if (!before.equals("unknown")) {
                    say("over    " + name + ": its condition holds no more");
                }
            }
            default -> {
                // Not evaluated yet: nothing to tell.
            }
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + path)).build();
        return json.readTree(client.send(request, BodyHandlers.ofByteArray()).body());
    }

    private void say(String what) {
        out.println(LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + "  " + what);
    }

    @Override
    public void close() {
        thread.interrupt();
        client.shutdownNow();
    }
}

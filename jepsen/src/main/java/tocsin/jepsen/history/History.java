package tocsin.jepsen.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import tocsin.jepsen.history.Event.Outcome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Events in order of time. Many threads add; a file keeps one JSON object a line, so that checkers
/// can run again.
public final class History {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();

    /// Adds an event.
    public void add(Event event) {
        events.add(event);
    }

    /// All events by time.
    public List<Event> events() {
        var sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparing(Event::at));
        return List.copyOf(sorted);
    }

    /// The events of one workload by time.
    public List<Event> of(String workload) {
        return events().stream().filter(event -> event.workload().equals(workload)).toList();
    }

    /// Writes all events.
    public void write(Path file) {
        try {
            Files.write(file, events().stream().map(History::line).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads what `write` has written.
    public static History read(Path file) {
        var history = new History();
        try (var lines = Files.lines(file)) {
            lines.map(History::event).forEach(history::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return history;
    }

    private static String line(Event event) {
        ObjectNode node = JSON.createObjectNode();
        node.put("at", event.at().toString());
        node.put("workload", event.workload());
        node.put("kind", event.kind());
        node.put("outcome", event.outcome().name());
        node.put("member", event.member());
        node.put("key", event.key());
        node.put("detail", event.detail());
        return node.toString();
    }

    private static Event event(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return new Event(
                    Instant.parse(node.path("at").asText()),
                    node.path("workload").asText(),
                    node.path("kind").asText(),
                    Outcome.valueOf(node.path("outcome").asText()),
                    node.path("member").asText(),
                    node.path("key").asText(),
                    node.path("detail").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a line of a history: " + line, e);
        }
    }
}

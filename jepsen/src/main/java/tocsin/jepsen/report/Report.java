package tocsin.jepsen.report;

import tocsin.jepsen.check.Verdict;
import tocsin.jepsen.history.Event;
import tocsin.jepsen.history.Event.Outcome;
import tocsin.jepsen.history.History;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes one page: a row of time for each episode and each member, faults as bands over all of
/// them.
public final class Report {
    private static final int WIDTH = 1400;
    private static final int ROW = 14;

    private final List<Event> events;
    private final Instant start;
    private final double pixelsPerMilli;
    private final StringBuilder svg = new StringBuilder();
    private final Map<String, Integer> rows = new LinkedHashMap<>();

    private Report(List<Event> events) {
        this.events = events;
        this.start = events.isEmpty() ? Instant.EPOCH : events.getFirst().at();
        long span = events.isEmpty() ? 1 : millis(events.getLast().at()) + 1;
        this.pixelsPerMilli = (WIDTH - 160.0) / span;
    }

    /// Writes the page of a run.
    public static void write(Path file, String product, History history, List<Verdict> verdicts) {
        var report = new Report(history.events());
        var page = new StringBuilder();
        page.append("<!doctype html><meta charset=utf-8><title>")
                .append(escape(product))
                .append("</title>");
        page.append(
                "<style>body{font:14px"
                    + " sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid"
                    + " #ccc;padding:4px 8px;text-align:left}"
                    + ".INVALID{color:#b00020}.VALID{color:#1b7837}.UNKNOWN{color:#8a6d00}</style>");
        page.append("<h1>")
                .append(escape(product))
                .append("</h1><table><tr><th>checker<th>verdict<th>counted<th>found");
        for (Verdict verdict : verdicts) {
            page.append("<tr><td>").append(escape(verdict.checker()));
            page.append("<td class=").append(verdict.result()).append('>').append(verdict.result());
            page.append("<td>").append(escape(verdict.measures().toString()));
            page.append("<td>").append(escape(String.join("; ", verdict.findings())));
        }
        page.append("</table><h2>Timeline</h2>").append(report.timeline());
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String timeline() {
        for (Event event : events) {
            if (event.workload().equals("pages") && !event.key().isEmpty()) {
                rows.computeIfAbsent(event.key(), _ -> rows.size());
            }
        }
        rows.put("silences", rows.size());
        int height = (rows.size() + 2) * ROW;
        drawFaults(height);
        rows.forEach(this::drawLabel);
        events.forEach(this::draw);
        return "<svg width=%d height=%d font-size=10 font-family=sans-serif>%s</svg>"
                .formatted(WIDTH, height, svg);
    }

    private void drawFaults(int height) {
        var open = new ArrayList<Event>();
        for (Event event : events) {
            if (!event.workload().equals("faults")) {
                continue;
            }
            if (event.outcome() == Outcome.INVOKED) {
                open.add(event);
            } else if (!open.isEmpty()) {
                Event begun = open.removeLast();
                double from = x(begun.at());
                svg.append(
                        "<rect x=%.1f y=0 width=%.1f height=%d fill='#fdd' />"
                                .formatted(from, x(event.at()) - from, height));
                svg.append(
                        "<text x=%.1f y=%d>%s</text>"
                                .formatted(
                                        from,
                                        height - 4,
                                        escape(event.kind() + " " + event.detail())));
            }
        }
    }

    private void drawLabel(String name, int row) {
        svg.append("<text x=2 y=%d>%s</text>".formatted((row + 1) * ROW, escape(name)));
    }

    private void draw(Event event) {
        boolean ok = event.outcome() == Outcome.OK;
        switch (event.kind()) {
            case "fire" -> mark(event, ok ? "#f4a582" : "#ddd", 2);
            case "resolve" -> mark(event, ok ? "#a6dba0" : "#ddd", 2);
            case "told-firing" -> mark(event, ok ? "#b2182b" : "#fff", 5);
            case "told-resolved" -> mark(event, ok ? "#1b7837" : "#fff", 5);
            case "create", "expire" -> mark(event, ok ? "#4393c3" : "#999", 2);
            default -> {}
        }
    }

    private void mark(Event event, String colour, int radius) {
        if (event.outcome() == Outcome.INVOKED) {
            return;
        }
        int row = rows.getOrDefault(event.key(), rows.getOrDefault(event.workload(), 0));
        svg.append(
                "<circle cx=%.1f cy=%d r=%d fill='%s' stroke='#555' stroke-width='.5'><title>%s</title></circle>"
                        .formatted(
                                x(event.at()),
                                row * ROW + 10,
                                radius,
                                colour,
                                escape(event.toString())));
    }

    private double x(Instant at) {
        return 140 + millis(at) * pixelsPerMilli;
    }

    private long millis(Instant at) {
        return Duration.between(start, at).toMillis();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;");
    }
}

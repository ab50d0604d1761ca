package tocsin.server.ui;

import jakarta.ws.rs.core.MultivaluedMap;

import org.jspecify.annotations.Nullable;

import tocsin.duration.DurationText;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the address of the expression browser says, in upstream's parameters: links made for its
/// pages work here.
///
/// @param expr the expression
/// @param graph whether the tab is the graph's, else the table's
/// @param range of the graph
/// @param step between points; null to have one chosen
/// @param end of the range and the moment of the table; null for now
/// @param problems what could not be read
record GraphQuery(
        String expr,
        boolean graph,
        Duration range,
        @Nullable Duration step,
        @Nullable Instant end,
        List<String> problems) {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3_650);
    private static final int POINTS = 250;
    private static final int MOST_POINTS = 2_000;
    private static final DateTimeFormatter INPUT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm[:ss]", Locale.ROOT);
    private static final DateTimeFormatter OUTPUT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// Copies the problems.
    GraphQuery {
        problems = List.copyOf(problems);
    }

    static GraphQuery of(MultivaluedMap<String, String> parameters) {
        var problems = new ArrayList<String>();
        String tab = first(parameters, "g0.tab");
        String endText = first(parameters, "g0.end_input");
        String moment = endText.isEmpty() ? first(parameters, "g0.moment_input") : endText;
        Duration range = duration(first(parameters, "g0.range_input"), "range", problems);
        Duration step = duration(first(parameters, "g0.step_input"), "step", problems);
        return new GraphQuery(
                first(parameters, "g0.expr").strip(),
                tab.equals("0") || tab.equals("graph"),
                range == null ? HOUR : range,
                step,
                instant(moment, problems),
                problems);
    }

    private static String first(MultivaluedMap<String, String> parameters, String name) {
        List<String> all = parameters.get(name);
        return all == null || all.isEmpty() ? "" : all.getFirst();
    }

    private static @Nullable Duration duration(String text, String what, List<String> problems) {
        if (text.isBlank()) {
            return null;
        }
        try {
            String word = text.strip();
            Duration length =
                    word.matches("\\d+")
                            ? Duration.ofSeconds(Long.parseLong(word))
                            : DurationText.parse(word);
            if (length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0) {
                return length;
            }
            problems.add(what + ": expected between 1s and 10y, got " + text);
        } catch (IllegalArgumentException e) {
            problems.add(what + ": expected a duration such as 1h30m, got \"" + text + "\"");
        }
        return null;
    }

    private static @Nullable Instant instant(String text, List<String> problems) {
        if (text.isBlank()) {
            return null;
        }
        String word = text.strip();
        try {
            if (word.matches("\\d{1,11}(\\.\\d+)?")) {
                return Instant.ofEpochMilli((long) (Double.parseDouble(word) * 1e3));
            }
            return word.contains("T")
                    ? Instant.parse(word.endsWith("Z") ? word : word + "Z")
                    : LocalDateTime.parse(word, INPUT).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            problems.add(
                    "time: expected something like 2026-01-31 13:45 (UTC), got \"" + text + "\"");
            return null;
        }
    }

    /// The step to evaluate at: as wished, unless that makes too many points to be drawn.
    Duration chosenStep() {
        Duration least = range.dividedBy(MOST_POINTS);
        Duration wished = step == null ? range.dividedBy(POINTS) : step;
        Duration longer = wished.compareTo(least) < 0 ? least : wished;
        return longer.compareTo(SHORTEST) < 0 ? SHORTEST : Duration.ofSeconds(longer.toSeconds());
    }

    /// The field for the time.
    String endText() {
        return end == null ? "" : OUTPUT.format(end);
    }

    /// The field for the step.
    String stepText() {
        return step == null ? "" : DurationText.format(step);
    }

    /// The address of this, with another tab.
    String link(boolean asGraph) {
        return link(asGraph, range, end);
    }

    /// The address of this, with another range and another end.
    String link(boolean asGraph, Duration otherRange, @Nullable Instant otherEnd) {
        return Link.to("graph")
                .with("g0.expr", expr)
                .with("g0.tab", asGraph ? "0" : "1")
                .with("g0.range_input", DurationText.format(otherRange))
                .with("g0.step_input", stepText())
                .with("g0.end_input", otherEnd == null ? "" : OUTPUT.format(otherEnd))
                .toString();
    }

    /// The addresses that look at more or less, earlier or later.
    List<Move> moves(Instant now) {
        Instant until = end == null ? now : end;
        Duration half = range.dividedBy(2).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        var moves = new ArrayList<Move>();
        moves.add(new Move("− range", link(graph, half.isPositive() ? half : SHORTEST, end)));
        moves.add(new Move("+ range", link(graph, range.multipliedBy(2), end)));
        moves.add(new Move("← earlier", link(graph, range, until.minus(half))));
        moves.add(new Move("later →", link(graph, range, until.plus(half))));
        if (end != null) {
            moves.add(new Move("now", link(graph, range, null)));
        }
        return moves;
    }

    /// A step through time.
    record Move(String text, String href) {}
}

package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.duration.DurationText;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// `query range`: by default the last five minutes in 250 steps.
@Command(name = "range", description = "Run a range query.")
final class RangeQuery extends PromQuery {
    private static final Duration SPAN = Duration.ofMinutes(5);
    private static final long STEPS = 250;

    @Option(names = "--start", description = "From when, in seconds or RFC 3339.")
    @Nullable String start;

    @Option(names = "--end", description = "Until when.")
    @Nullable String end;

    @Option(names = "--step", description = "How far apart: 30s.")
    @Nullable String step;

    @Parameters(index = "1", description = "The expression.")
    String expression = "";

    RangeQuery(Globals globals) {
        super(globals);
    }

    @Override
    public Integer call() {
        Instant to = end == null ? Instant.now() : time(end);
        Instant from = start == null ? to.minus(SPAN) : time(start);
        if (from.isAfter(to)) {
            throw new VerbException("start time is not before end time");
        }
        JsonNode data =
                ask(
                        "/api/v1/query_range",
                        List.of(
                                Map.entry("query", expression),
                                Map.entry("start", seconds(from)),
                                Map.entry("end", seconds(to)),
                                Map.entry("step", step(Duration.between(from, to)))));
        return print(data.path("result"), PromText.result(data));
    }

    private String step(Duration span) {
        if (step == null) {
            return "" + Math.max(1, span.toSeconds() / STEPS);
        }
        try {
            return new BigDecimal(step).toPlainString();
        } catch (NumberFormatException notSeconds) {
            try {
                Duration length = DurationText.parse(step);
                return BigDecimal.valueOf(length.toMillis(), 3).toPlainString();
            } catch (IllegalArgumentException e) {
                throw new VerbException(String.valueOf(e.getMessage()));
            }
        }
    }
}

package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.duration.GoDuration;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherText;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.Callable;

/// `silence query`: the silences that pass, most of the choice being made here as upstream does.
@Command(name = "query", description = "Query silences.")
final class SilenceQuery implements Callable<Integer> {
    private final Globals globals;

    @Option(names = "--expired", description = "Show expired silences instead of others.")
    boolean expired;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only show ids.")
    boolean quiet;

    @Option(names = "--created-by", description = "Show silences of this author.")
    @Nullable String createdBy;

    @Option(names = "--id", description = "Show the silence of this id.")
    @Nullable String id;

    @Option(names = "--within", description = "Show silences that end, or ended, within this.")
    String within = "0s";

    @Parameters(arity = "0..*", description = "Matchers that stand in the silence.")
    List<String> matchers = List.of();

    SilenceQuery(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        var query = new ArrayList<Entry<String, String>>();
        for (Matcher matcher : Arguments.matchers(matchers, globals.matchers())) {
            query.add(Map.entry("filter", MatcherText.of(matcher)));
        }
        Output output = globals.format();
        Duration span = span();
        Instant now = Instant.now();
        List<JsonNode> found =
                Output.list(globals.api().silences(query)).stream()
                        .filter(silence -> inTime(silence, now, span))
                        .filter(silence -> is(silence, "createdBy", createdBy))
                        .filter(silence -> is(silence, "id", id))
                        .toList();
        if (quiet) {
            found.forEach(each -> globals.streams().out().print(each.path("id").asText() + "\n"));
        } else {
            output.silences(found);
        }
        return 0;
    }

    private Duration span() {
        try {
            return GoDuration.parse(within);
        } catch (IllegalArgumentException e) {
            throw new VerbException(String.valueOf(e.getMessage()));
        }
    }

    private boolean inTime(JsonNode silence, Instant now, Duration span) {
        Instant end = OffsetDateTime.parse(silence.path("endsAt").asText()).toInstant();
        if (expired) {
            return !end.isAfter(now) && (span.isZero() || !end.isBefore(now.minus(span)));
        }
        return !end.isBefore(now) && (span.isZero() || !end.isAfter(now.plus(span)));
    }

    private static boolean is(JsonNode silence, String field, @Nullable String wanted) {
        return wanted == null || silence.path(field).asText().equals(wanted);
    }
}

package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `silence update`: changes silences; a new duration counts from their start.
@Command(name = "update", description = "Update silences.")
final class SilenceUpdate implements Callable<Integer> {
    private final Globals globals;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only show ids.")
    boolean quiet;

    @Option(
            names = {"-d", "--duration"},
            description = "How long it lasts from its start.")
    @Nullable String duration;

    @Option(names = "--start", description = "When it starts, in RFC 3339.")
    @Nullable String start;

    @Option(names = "--end", description = "When it ends, in RFC 3339; stands above --duration.")
    @Nullable String end;

    @Option(
            names = {"-c", "--comment"},
            description = "Why.")
    @Nullable String comment;

    @Parameters(arity = "0..*", description = "Ids.")
    List<String> ids = List.of();

    SilenceUpdate(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        if (ids.isEmpty()) {
            throw new VerbException("no silence IDs specified");
        }
        Output output = globals.format();
        AlertmanagerApi api = globals.api();
        var updated = new ArrayList<JsonNode>();
        for (String id : ids) {
            updated.add(update(api, id));
        }
        if (quiet) {
            updated.forEach(each -> globals.streams().out().print(each.path("id").asText() + "\n"));
        } else {
            output.silences(updated);
        }
        return 0;
    }

    private JsonNode update(AlertmanagerApi api, String id) {
        if (!(api.silence(id) instanceof ObjectNode silence)) {
            throw new VerbException("the server's answer for " + id + " is no silence");
        }
        if (start != null) {
            silence.put("startsAt", Arguments.time(start).toString());
        }
        Instant from = Arguments.time(silence.path("startsAt").asText());
        if (end != null) {
            silence.put("endsAt", Arguments.time(end).toString());
        } else if (duration != null) {
            silence.put("endsAt", from.plus(Arguments.length(duration)).toString());
        }
        if (from.isAfter(Arguments.time(silence.path("endsAt").asText()))) {
            throw new VerbException("silence cannot start after it ends");
        }
        if (comment != null) {
            silence.put("comment", comment);
        }
        ObjectNode posted = silence.deepCopy();
        posted.remove(List.of("status", "updatedAt"));
        try {
            silence.put("id", api.postSilence(posted));
        } catch (AlertmanagerApi.ApiError e) {
            throw new VerbException(String.valueOf(e.getMessage()));
        }
        return silence;
    }
}

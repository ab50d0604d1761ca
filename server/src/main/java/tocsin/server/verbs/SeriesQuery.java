package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;

/// `query series`.
@Command(name = "series", description = "Run a series query.")
final class SeriesQuery extends PromQuery {
    @Option(names = "--match", required = true, description = "A selector; repeatable.")
    List<String> match = List.of();

    @Option(names = "--start", description = "From when, in seconds or RFC 3339.")
    @Nullable String start;

    @Option(names = "--end", description = "Until when.")
    @Nullable String end;

    SeriesQuery(Globals globals) {
        super(globals);
    }

    @Override
    public Integer call() {
        JsonNode data = ask("/api/v1/series", parameters(match, start, end));
        return print(
                data,
                Output.list(data).stream().map(PromText::metric).collect(Collectors.joining("\n")));
    }

    static List<Entry<String, String>> parameters(
            List<String> match, @Nullable String start, @Nullable String end) {
        List<Entry<String, String>> parameters = new ArrayList<>();
        match.forEach(each -> parameters.add(Map.entry("match[]", each)));
        if (start != null) {
            parameters.add(Map.entry("start", seconds(time(start))));
        }
        if (end != null) {
            parameters.add(Map.entry("end", seconds(time(end))));
        }
        return parameters;
    }
}

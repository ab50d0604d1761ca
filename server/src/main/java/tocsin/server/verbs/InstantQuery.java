package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/// `query instant`.
@Command(name = "instant", description = "Run an instant query.")
final class InstantQuery extends PromQuery {
    @Option(names = "--time", description = "When, in seconds or RFC 3339.")
    @Nullable String time;

    @Parameters(index = "1", description = "The expression.")
    String expression = "";

    InstantQuery(Globals globals) {
        super(globals);
    }

    @Override
    public Integer call() {
        List<Entry<String, String>> parameters = new ArrayList<>();
        parameters.add(Map.entry("query", expression));
        if (time != null) {
            parameters.add(Map.entry("time", seconds(time(time))));
        }
        JsonNode data = ask("/api/v1/query", parameters);
        return print(data.path("result"), PromText.result(data));
    }
}

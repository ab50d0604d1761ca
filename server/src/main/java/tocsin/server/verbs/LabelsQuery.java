package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.stream.Collectors;

/// `query labels`: the values of a label.
@Command(name = "labels", description = "Run a labels query.")
final class LabelsQuery extends PromQuery {
    @Option(names = "--match", description = "A selector; repeatable.")
    List<String> match = List.of();

    @Option(names = "--start", description = "From when, in seconds or RFC 3339.")
    @Nullable String start;

    @Option(names = "--end", description = "Until when.")
    @Nullable String end;

    @Parameters(index = "1", description = "The label's name.")
    String name = "";

    LabelsQuery(Globals globals) {
        super(globals);
    }

    @Override
    public Integer call() {
        JsonNode data =
                ask(
                        "/api/v1/label/" + HttpCalls.encode(name) + "/values",
                        SeriesQuery.parameters(match, start, end));
        return print(
                data,
                Output.list(data).stream().map(JsonNode::asText).collect(Collectors.joining("\n")));
    }
}

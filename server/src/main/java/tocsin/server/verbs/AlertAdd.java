package tocsin.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/// `alert add`: raises an alert.
@Command(name = "add", description = "Add a new alert.")
final class AlertAdd implements Callable<Integer> {
    private final Globals globals;

    @Option(names = "--generator-url", description = "Where the alert comes from.")
    @Nullable String generatorUrl;

    @Option(names = "--start", description = "When it started, in RFC 3339.")
    @Nullable String start;

    @Option(names = "--end", description = "When it ends, in RFC 3339.")
    @Nullable String end;

    @Option(names = "--annotation", description = "An annotation, key=value; repeatable.")
    List<String> annotations = List.of();

    @Parameters(arity = "0..*", description = "Labels, key=value.")
    List<String> labels = List.of();

    AlertAdd(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        ObjectNode alert = Json.MAPPER.createObjectNode();
        alert.set(
                "labels",
                Arguments.labels(
                        Arguments.matchers(labels, globals.matchers()),
                        "labels must be specified as key=value pairs"));
        alert.set("annotations", Arguments.annotations(annotations, globals.matchers()));
        if (start != null) {
            alert.put("startsAt", Arguments.time(start).toString());
        }
        if (end != null) {
            alert.put("endsAt", Arguments.time(end).toString());
        }
        if (generatorUrl != null) {
            alert.put("generatorURL", generatorUrl);
        }
        globals.api().postAlerts(Json.MAPPER.createArrayNode().add(alert));
        return 0;
    }
}

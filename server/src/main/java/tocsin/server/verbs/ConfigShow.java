package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;

import tocsin.server.verbs.Output.Style;

import java.util.concurrent.Callable;

/// `config show`: the configuration that the server runs.
@Command(name = "show", description = "Show the running configuration.")
final class ConfigShow implements Callable<Integer> {
    private final Globals globals;

    ConfigShow(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        Output output = globals.format();
        JsonNode status = globals.api().status();
        if (output.style() == Style.JSON) {
            output.json(status);
        } else {
            output.out().print(status.path("config").path("original").asText() + "\n");
        }
        if (output.style() == Style.EXTENDED) {
            JsonNode build = status.path("versionInfo");
            build.properties()
                    .forEach(each ->
                            output.out()
                                    .print(each.getKey() + ": " + each.getValue().asText() + "\n"));
            output.out().print("uptime: " + status.path("uptime").asText() + "\n");
        }
        return 0;
    }
}

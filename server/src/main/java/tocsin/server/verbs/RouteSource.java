package tocsin.server.verbs;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import tocsin.config.AlertmanagerFile;
import tocsin.routing.Route;
import tocsin.yaml.Problems;

import java.nio.file.Path;

/// Where a routing tree comes from: a file, or the server.
final class RouteSource {
    @Option(names = "--config.file", description = "A configuration file, instead of the server's.")
    @Nullable Path file;

    Route read(Globals globals) {
        boolean served = globals.url != null && !globals.url.isEmpty();
        if (file != null) {
            if (served) {
                globals.streams()
                        .err()
                        .print("Warning: --config.file flag overrides the --alertmanager.url.\n");
            }
            return ConfigFiles.read(file, ConfigFiles.text(file)).pipeline().route();
        }
        if (!served) {
            throw new VerbException(
                    "You have to specify one of --config.file or --alertmanager.url flags.");
        }
        String text = globals.api().status().path("config").path("original").asText();
        var problems = new Problems();
        return ConfigFiles.reader()
                .read(Path.of("the server's configuration"), text, problems)
                .map(AlertmanagerFile.Read::pipeline)
                .orElseThrow(() -> new VerbException(problems.report().strip()))
                .route();
    }
}

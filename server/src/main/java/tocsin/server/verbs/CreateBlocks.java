package tocsin.server.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.storage.openmetrics.OpenMetricsImport;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;

/// `tsdb create-blocks-from openmetrics`: history into blocks, which the store of Tocsin and that
/// of Prometheus take in.
@Command(
        name = "openmetrics",
        description =
                "Import samples from OpenMetrics input and produce TSDB blocks. Please refer to the"
                        + " storage docs for more details.")
final class CreateBlocks implements Callable<Integer> {
    private static final Duration RANGE = Duration.ofHours(2);

    private final Globals globals;

    @Mixin private final BlockOutput told = new BlockOutput();

    @Option(names = "--label", description = "Label to attach to metrics, as name=value.")
    Map<String, String> labels = Map.of();

    @Parameters(index = "0", paramLabel = "input file", description = "OpenMetrics file.")
    Path input = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            defaultValue = "data/",
            paramLabel = "output directory",
            description = "Output directory for generated blocks.")
    Path output = Path.of("data/");

    CreateBlocks(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        var importing = new OpenMetricsImport(input, output, RANGE.toMillis(), added());
        try {
            importing.run(
                    Instant.now(),
                    new SecureRandom(),
                    told.teller(globals.streams().out(), output));
        } catch (IOException e) {
            throw new VerbException(input + ": " + e.getMessage());
        }
        return 0;
    }

    private Labels added() {
        var builder = new LabelsBuilder();
        labels.forEach((name, value) -> {
            if (!LabelNames.isUtf8(name)) {
                throw new VerbException("\"" + name + "\" is not a valid label name");
            }
            builder.set(name, value);
        });
        return builder.build();
    }
}

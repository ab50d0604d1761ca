package tocsin.server.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.storage.block.BlockMeta;
import tocsin.storage.openmetrics.OpenMetricsImport;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `tsdb create-blocks-from openmetrics`: history into blocks, which the store of Tocsin and that
/// of Prometheus take in.
@Command(
        name = "openmetrics",
        description =
                "Import samples from OpenMetrics input and produce TSDB blocks. Please refer to the"
                        + " storage docs for more details.")
final class CreateBlocks implements Callable<Integer> {
    private static final Duration RANGE = Duration.ofHours(2);
    private static final String LINE = "%-26s  %-13s  %-13s  %-11s  %-11s  %-11s  %-11s  %s\n";
    private static final String READABLE_LINE = LINE.replace("%-13s", "%-29s");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '+0000 UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Globals globals;
    private boolean headed;

    @Option(
            names = {"-r", "--human-readable"},
            description = "Print human readable values.")
    boolean readable;

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not print created blocks.")
    boolean quiet;

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
        PrintStream out = globals.streams().out();
        var importing = new OpenMetricsImport(input, output, RANGE.toMillis(), added());
        try {
            importing.run(
                    Instant.now(),
                    new SecureRandom(),
                    meta -> {
                        if (!quiet) {
                            print(out, meta);
                        }
                    });
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

    private void print(PrintStream out, BlockMeta meta) {
        String line = readable ? READABLE_LINE : LINE;
        if (!headed) {
            out.printf(
                    Locale.ROOT,
                    line,
                    "BLOCK ULID",
                    "MIN TIME",
                    "MAX TIME",
                    "DURATION",
                    "NUM SAMPLES",
                    "NUM CHUNKS",
                    "NUM SERIES",
                    "SIZE");
            headed = true;
        }
        var stats = meta.stats();
        out.printf(
                Locale.ROOT,
                line,
                meta.ulid(),
                time(meta.minTime()),
                time(meta.maxTime()),
                duration(meta.maxTime() - meta.minTime()),
                stats.samples(),
                stats.chunks(),
                stats.series(),
                size(output.resolve(meta.ulid())));
        out.flush();
    }

    private String time(long millis) {
        return readable ? TIME.format(Instant.ofEpochMilli(millis)) : String.valueOf(millis);
    }

    /// As Go prints it: `1h59m45.001s`.
    private static String duration(long millis) {
        if (millis < 1000) {
            return millis + "ms";
        }
        String seconds =
                BigDecimal.valueOf(millis % 60_000, 3).stripTrailingZeros().toPlainString();
        long minutes = millis / 60_000;
        String hours = minutes < 60 ? "" : minutes / 60 + "h";
        return hours + (minutes == 0 ? "" : minutes % 60 + "m") + seconds + "s";
    }

    private String size(Path block) {
        try (Stream<Path> files = Files.walk(block)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return readable
                    ? (bytes < 1024 ? bytes + "B" : "%.4gKiB".formatted(bytes / 1024.0))
                    : String.valueOf(bytes);
        } catch (IOException e) {
            return "?";
        }
    }
}

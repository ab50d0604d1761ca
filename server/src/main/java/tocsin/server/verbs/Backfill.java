package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.promql.value.SampleBuffer;
import tocsin.rules.RuleSpec;
import tocsin.storage.block.BlockMeta;
import tocsin.storage.block.BlockNames;
import tocsin.storage.block.SeriesBlock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Gathers what recording rules gave over the time of one block, and writes it. Where two rules
/// give the same series the later one has the say. What does not fit in memory goes into a block of
/// its own for the same time, which the store joins with the others.
final class Backfill {
    /// Samples held at once: about 500 MB.
    private static final long MOST_SAMPLES = 5_000_000;

    private final Path folder;
    private final Consumer<BlockMeta> written;
    private final SecureRandom random = new SecureRandom();
    private final TreeMap<Labels, Column> series = new TreeMap<>();
    private long held;

    /// @param written told of each block when it is whole
    Backfill(Path folder, Consumer<BlockMeta> written) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.written = written;
    }

    /// Samples of one series by their time.
    private static final class Column implements SeriesBlock.Samples {
        private final TreeMap<Long, Double> values = new TreeMap<>();

        @Override
        public SampleBuffer inOrder(Labels labels) {
            var buffer = new SampleBuffer();
            values.forEach((time, value) -> buffer.add(time, value));
            return buffer;
        }
    }

    /// Takes the result of a range query. Native histograms are passed over, as promtool does.
    void take(JsonNode result, RuleSpec.Recording rule) throws IOException {
        for (JsonNode each : result) {
            JsonNode values = each.path("values");
            if (values.isEmpty()) {
                continue;
            }
            if (held > 0 && held + values.size() > MOST_SAMPLES) {
                write();
            }
            Column column =
                    series.computeIfAbsent(labels(each.path("metric"), rule), _ -> new Column());
            for (JsonNode pair : values) {
                long time = pair.path(0).decimalValue().movePointRight(3).longValue();
                column.values.put(time, number(pair.path(1).asText()));
            }
            held += values.size();
        }
    }

    private static Labels labels(JsonNode metric, RuleSpec.Recording rule) {
        var labels = new LabelsBuilder();
        metric.properties().forEach(label -> labels.set(label.getKey(), label.getValue().asText()));
        rule.labels().forEach(labels::set);
        return labels.set(Labels.METRIC_NAME, rule.name()).build();
    }

    private static double number(String text) {
        try {
            return switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw new VerbException("query error: a value that is no number: \"" + text + "\"");
        }
    }

    /// Writes what was gathered, and forgets it. Without samples there is no block.
    void write() throws IOException {
        if (!series.isEmpty()) {
            String name = BlockNames.next(Instant.now(), random);
            written.accept(SeriesBlock.write(folder, name, series));
            series.clear();
            held = 0;
        }
    }
}

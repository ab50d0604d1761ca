package tocsin.server.verbs;

import tocsin.storage.block.BlockMeta;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;

/// Tells of blocks that were made, a line each, as promtool does.
final class BlockTable {
    private static final String LINE = "%-26s  %-13s  %-13s  %-11s  %-11s  %-11s  %-11s  %s\n";
    private static final String READABLE_LINE = LINE.replace("%-13s", "%-29s");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '+0000 UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final PrintStream out;
    private final Path folder;
    private final boolean readable;
    private boolean headed;

    BlockTable(PrintStream out, Path folder, boolean readable) {
        this.out = out;
        this.folder = folder;
        this.readable = readable;
    }

    void print(BlockMeta meta) {
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
                size(folder.resolve(meta.ulid())));
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

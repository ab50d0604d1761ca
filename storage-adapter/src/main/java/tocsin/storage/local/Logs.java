package tocsin.storage.local;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.storage.head.Head;
import tocsin.storage.wal.Checkpoint;
import tocsin.storage.wal.LogSink;
import tocsin.storage.wal.Wal;
import tocsin.storage.wal.WalMetrics;
import tocsin.storage.wal.WalReplay;
import tocsin.storage.wal.WalSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongPredicate;

/// The two logs of a store, as upstream has them: `wal` for what comes in order, and `wbl` for what
/// comes late, where it is kept until its own blocks are written. There is a second one only where
/// samples may come late, or once might.
final class Logs implements AutoCloseable {
    private static final int SEGMENT = 128 << 20;

    private final One main;
    private final Optional<One> late;

    private record One(Path folder, Wal wal, WalMetrics metrics) {
        static One open(Path folder, StoreSettings settings, WalMetrics metrics)
                throws IOException {
            var own = new WalSettings(folder, SEGMENT, settings.syncBeforeAnswer());
            return new One(folder, Wal.open(own, metrics), metrics);
        }

        void shorten(int segment, LongPredicate living, long from) throws IOException {
            new Checkpoint(folder, metrics).write(segment, living, from);
        }
    }

    /// Where both logs end.
    record Ends(int main, int late) {}

    private Logs(One main, Optional<One> late) {
        this.main = main;
        this.late = late;
    }

    static Logs open(StoreSettings settings, PrometheusRegistry registry) throws IOException {
        Path folder = settings.folder();
        One main = One.open(folder.resolve("wal"), settings, new WalMetrics(registry));
        Path wbl = folder.resolve("wbl");
        boolean hasLate = settings.lateWindow().isPositive() || Files.isDirectory(wbl);
        return new Logs(
                main,
                hasLate
                        ? Optional.of(One.open(wbl, settings, WalMetrics.late(registry)))
                        : Optional.empty());
    }

    Head.Logs sinks() {
        return new Head.Logs(main.wal(), late.<LogSink>map(One::wal).orElse(LogSink.NONE));
    }

    void replay(Replay into) throws IOException {
        new WalReplay(main.folder(), main.metrics()).read(into);
        if (late.isPresent()) {
            new WalReplay(late.get().folder(), late.get().metrics()).read(into.late());
        }
    }

    /// Ends the segments, so that what is in them can be dropped later.
    Ends endSegments() throws IOException {
        return new Ends(
                main.wal().endSegment(), late.isPresent() ? late.get().wal().endSegment() : 0);
    }

    /// Drops what was written elsewhere.
    ///
    /// @param ends up to where
    /// @param living whether a series is to be kept
    /// @param from the oldest sample to keep
    void shorten(Ends ends, LongPredicate living, long from) throws IOException {
        main.shorten(ends.main(), living, from);
        if (late.isPresent()) {
            late.get().shorten(ends.late(), living, from);
        }
    }

    void sync() throws IOException {
        main.wal().sync();
        if (late.isPresent()) {
            late.get().wal().sync();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            main.wal().close();
        } finally {
            if (late.isPresent()) {
                late.get().wal().close();
            }
        }
    }
}

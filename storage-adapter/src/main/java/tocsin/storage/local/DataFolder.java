package tocsin.storage.local;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.labels.Matcher;
import tocsin.promql.source.SeriesSource;
import tocsin.storage.head.Bounds;
import tocsin.storage.head.Head;
import tocsin.storage.head.HeadMetrics;
import tocsin.storage.head.SealedChunks;
import tocsin.storage.head.SeriesLimits;
import tocsin.storage.wal.WalMetrics;
import tocsin.storage.wal.WalReplay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The data folder of a Prometheus, or of a store of ours, as it is at this moment: blocks and log.
/// Nothing is written to it, so it may belong to a process that runs. For replaying rules.
public final class DataFolder implements SeriesSource {
    private final Head head;
    private final Blocks blocks;

    private DataFolder(Head head, Blocks blocks) {
        this.head = head;
        this.blocks = blocks;
    }

    /// Opens a folder and reads its log.
    ///
    /// @throws IOException when it is no folder, or cannot be read
    public static DataFolder open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + ": no folder");
        }
        var registry = new PrometheusRegistry();
        var blocks = new Blocks(folder, registry);
        blocks.load();
        var bounds = new Bounds(Duration.ofHours(2).toMillis(), 0);
        bounds.refuseBefore(blocks.end());
        var metrics = new HeadMetrics(registry);
        var head =
                new Head(
                        bounds,
                        SeriesLimits.DEFAULT,
                        Head.Logs.NONE,
                        0,
                        SealedChunks.IN_MEMORY,
                        metrics);
        var replay = new Replay(head);
        var logs = new WalMetrics(registry);
        WalReplay.readOnly(folder.resolve("wal"), logs).read(replay);
        WalReplay.readOnly(folder.resolve("wbl"), logs).read(replay.late());
        replay.done();
        return new DataFolder(head, blocks);
    }

    @Override
    public Selector prepare(List<Matcher> matchers) {
        return new StoreSelector(head.select(matchers), blocks, matchers);
    }
}

package tocsin.storage.block;

import tocsin.labels.Labels;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.chunk.Recode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeSet;

/// Makes a block of series that are all known: history that comes from elsewhere.
public final class SeriesBlock {
    private SeriesBlock() {}

    /// The samples of one series, made when their turn comes, so that only one series stands in
    /// memory twice.
    public interface Samples {
        /// The samples in order of time, none twice.
        SampleBuffer inOrder(Labels labels) throws IOException;
    }

    /// Writes a block that stands for the times it has samples of, as upstream's does. Nothing is
    /// left behind where it fails.
    public static BlockMeta write(
            Path folder, String name, NavigableMap<Labels, ? extends Samples> series)
            throws IOException {
        var symbols = new TreeSet<String>(Labels.BYTE_ORDER);
        series.keySet()
                .forEach(labels ->
                        labels.forEachLabel(
                                (label, value) -> symbols.addAll(List.of(label, value))));
        var writer = new BlockWriter(folder, name, symbols);
        try {
            for (var entry : series.entrySet()) {
                SampleBuffer samples = entry.getValue().inOrder(entry.getKey());
                writer.add(entry.getKey(), Recode.chunks(samples));
            }
            Path block = writer.finish(Long.MAX_VALUE, Long.MIN_VALUE, BlockMeta.Origin.HEAD);
            return BlockMeta.read(block);
        } catch (IOException e) {
            writer.discard();
            throw e;
        }
    }
}

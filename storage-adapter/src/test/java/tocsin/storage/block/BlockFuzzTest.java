package tocsin.storage.block;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.source.Patience;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.chunk.OpenXor;
import tocsin.storage.match.ValueTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

class BlockFuzzTest {
    @TempDir Path folder;

    @Test
    void aDamagedBlockIsRefusedAndNeverWorse() throws IOException {
        Path block = write();
        var random = new Random(4);
        int refused = 0;
        for (String name : List.of("index", "chunks/000001", "meta.json", "tombstones")) {
            Path file = block.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < 150; i++) {
                byte[] bad =
                        java.util.Arrays.copyOf(
                                whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
                for (int flips = random.nextInt(4); flips > 0 && bad.length > 0; flips--) {
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.delete(file);
                Files.write(file, bad);
                refused += readsOrRefuses(block);
            }
            Files.delete(file);
            Files.write(file, whole);
        }
        assertThat(refused).isGreaterThan(200);
        assertThat(readsOrRefuses(block)).isZero();
    }

    private static int readsOrRefuses(Path folder) {
        try {
            Block block = Block.open(folder);
            var test = new ValueTest(Matcher.promql(MatchType.MATCHES, "n", "v.*|x"));
            for (BlockSeries series : block.find(List.of(test), Patience.ENDLESS)) {
                series.read(Long.MIN_VALUE, Long.MAX_VALUE, new SampleBuffer());
            }
            return 0;
        } catch (IOException | SourceException e) {
            return 1;
        }
    }

    private Path write() throws IOException {
        var symbols = new TreeSet<String>(Labels.BYTE_ORDER);
        symbols.add("n");
        var values = new TreeSet<String>(Labels.BYTE_ORDER);
        for (int i = 0; i < 100; i++) {
            values.add("v" + i);
        }
        symbols.addAll(values);
        var writer =
                new BlockWriter(folder, BlockNames.next(Instant.EPOCH, new Random(1)), symbols);
        for (String value : values) {
            var chunk = new OpenXor();
            for (int i = 0; i < 50; i++) {
                chunk.append(1000L * i, Double.doubleToRawLongBits(i * 0.1));
            }
            writer.add(Labels.of("n", value), List.of(chunk.seal()));
        }
        return writer.finish(0, 7_200_000, BlockMeta.Origin.HEAD);
    }
}

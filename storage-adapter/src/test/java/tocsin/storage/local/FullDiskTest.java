package tocsin.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.value.SampleBuffer;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.block.Block;
import tocsin.storage.block.BlockFolders;
import tocsin.storage.disk.FaultyDisk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// A disk that fills up at every single step of moving the head to blocks: nothing is lost, nothing
/// is written twice, whether the process lives on or dies there.
class FullDiskTest {
    private static final long START = 1_767_225_600_000L;
    private static final Matcher ALL = Matcher.promql(MatchType.MATCHES, "__name__", ".+");

    @TempDir Path folder;
    private final FaultyDisk disk = new FaultyDisk();
    private LocalStore store;
    private int opened;

    private LocalStore open(Path real) throws IOException {
        store =
                LocalStore.open(
                        StoreSettings.of(disk.over(real)),
                        new PrometheusRegistry(),
                        new Random(++opened));
        return store;
    }

    @AfterEach
    void close() throws IOException {
        disk.mend();
        if (store != null) {
            store.close();
        }
    }

    private void fill() {
        for (long at = 0; at < 9 * 3600L; at += 60) {
            var samples = new ArrayList<Sample>();
            for (int s = 0; s < 5; s++) {
                var labels = Labels.of("__name__", "m", "n", String.valueOf(s));
                samples.add(new Sample(labels, START + 1000 * at, at * s % 101));
            }
            assertThat(store.append(samples)).isEmpty();
        }
    }

    private void maintain() throws IOException {
        store.maintain(Instant.ofEpochMilli(START + Duration.ofHours(10).toMillis()));
    }

    private TreeMap<String, String> everything() throws Exception {
        var all = new TreeMap<String, String>();
        try (var selector = store.prepare(List.of(ALL))) {
            for (var each : selector.select(0, Long.MAX_VALUE).series()) {
                var into = new SampleBuffer();
                each.read(0, Long.MAX_VALUE, into);
                var text = new StringBuilder();
                for (int i = 0; i < into.size(); i++) {
                    text.append(into.timestamp(i)).append('=').append(into.value(i)).append(' ');
                }
                all.put(each.labels().toString(), text.toString());
            }
        }
        return all;
    }

    private static List<Block> blocks(Path of) throws IOException {
        var blocks = new ArrayList<Block>();
        for (Path each : BlockFolders.list(of)) {
            blocks.add(Block.open(each));
        }
        return blocks;
    }

    private static void assertNoOverlap(Path of) throws IOException {
        List<Block> blocks = blocks(of);
        for (Block one : blocks) {
            for (Block other : blocks) {
                boolean apart =
                        one == other
                                || one.meta().maxTime() <= other.meta().minTime()
                                || other.meta().maxTime() <= one.meta().minTime();
                assertThat(apart).as("%s beside %s", one.meta(), other.meta()).isTrue();
            }
        }
    }

    /// Says whether the disk was full at that step at all.
    private boolean runsFull(Path of, long step, boolean dies) throws Exception {
        open(of);
        fill();
        var before = everything();
        maintain();
        disk.failFrom(step);
        try {
            maintain();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
        boolean failed = disk.hasFailed();
        if (!dies) {
            assertThat(everything()).as("full at %s", step).isEqualTo(before);
        }
        disk.mend();
        if (dies) {
            open(of);
        }
        assertThat(everything()).as("after %s", step).isEqualTo(before);
        assertNoOverlap(of);
        // After a restart the head waits for senders: here is one.
        long next = START + Duration.ofHours(9).minusSeconds(30).toMillis();
        var sample = new Sample(Labels.of("__name__", "m", "n", "0"), next, 1);
        assertThat(store.append(List.of(sample))).isEmpty();
        before = everything();
        maintain();
        maintain();
        assertThat(everything()).as("in the end, after %s", step).isEqualTo(before);
        assertNoOverlap(of);
        assertThat(blocks(of).stream().mapToLong(block -> block.meta().stats().samples()).sum())
                .isEqualTo(5 * 60 * 6);
        assertThat(BlockFolders.list(of)).isNotEmpty();
        store.close();
        store = null;
        return failed;
    }

    private void everyStep(boolean dies) throws Exception {
        long step = 1;
        while (runsFull(Files.createDirectory(folder.resolve("at-" + step)), step, dies)) {
            step++;
        }
        assertThat(step).as("steps that could fail").isGreaterThan(30);
    }

    @Test
    void aProcessThatLivesOnWritesEachRangeOnce() throws Exception {
        everyStep(false);
    }

    @Test
    void aProcessThatDiesThereFindsEverything() throws Exception {
        everyStep(true);
    }
}

package tocsin.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.block.BlockFolders;
import tocsin.storage.block.BlockMeta;
import tocsin.storage.chunk.IntHistogram;
import tocsin.storage.disk.FaultyDisk;
import tocsin.storage.head.LabelKey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

class DeletionTest {
    private static final long START = 1_767_225_600_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Matcher ALL = Matcher.promql(MatchType.MATCHES, "__name__", ".+");
    private static final Instant LATER = Instant.ofEpochMilli(START + 10 * HOUR);

    @TempDir Path folder;
    private final FaultyDisk disk = new FaultyDisk();
    private Duration lateWindow = Duration.ZERO;
    private LocalStore store;
    private int opened;

    /// Without closing what was open: the process died.
    private void open() throws IOException {
        store =
                LocalStore.open(
                        StoreSettings.of(disk.over(folder)).withLateWindow(lateWindow),
                        new PrometheusRegistry(),
                        new Random(++opened));
    }

    @AfterEach
    void close() throws IOException {
        disk.mend();
        store.close();
    }

    private static Labels series(int number) {
        return Labels.of("__name__", "m", "n", String.valueOf(number));
    }

    private void put(int series, long at, double value) {
        assertThat(store.append(List.of(new Sample(series(series), at, value)))).isEmpty();
    }

    private void fill(long fromHour, long toHour) {
        for (long at = START + fromHour * HOUR; at < START + toHour * HOUR; at += 60_000) {
            var samples = new ArrayList<Sample>();
            for (int s = 0; s < 3; s++) {
                samples.add(new Sample(series(s), at, (at / 60_000 * (s + 1)) % 97));
            }
            assertThat(store.append(samples)).isEmpty();
        }
    }

    private static List<Matcher> only(int number) {
        return List.of(Matcher.equal("n", String.valueOf(number)));
    }

    private void maintain(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            store.maintain(LATER);
        }
    }

    private long samplesInBlocks() {
        return store.blocks().stream().mapToLong(meta -> meta.stats().samples()).sum();
    }

    @Test
    void whatIsDeletedIsGoneFromHeadAndBlocksAndStaysGone() throws Exception {
        open();
        fill(0, 9);
        maintain(2);
        SortedMap<String, String> before = Contents.of(store);
        long from = START + HOUR / 2;
        long to = START + 8 * HOUR + 1_000;
        assertThat(store.delete(only(1), from, to)).isEqualTo(4);
        SortedMap<String, String> left = Contents.without(before, "n=\"1\"", from, to);
        assertThat(left).isNotEqualTo(before);
        assertThat(Contents.of(store)).isEqualTo(left);

        open();
        assertThat(Contents.of(store)).isEqualTo(left);
        fill(9, 12);
        left = Contents.of(store);
        maintain(3);
        assertThat(Contents.of(store)).isEqualTo(left);
        open();
        assertThat(Contents.of(store)).isEqualTo(left);
    }

    @Test
    void cleaningGivesTheRoomBack() throws Exception {
        open();
        fill(0, 9);
        maintain(2);
        long stored = samplesInBlocks();
        SortedMap<String, String> before = Contents.of(store);
        store.delete(List.of(ALL), START, START + 3 * HOUR - 1);
        assertThat(samplesInBlocks()).isEqualTo(stored);
        assertThat(store.blocks().stream().mapToLong(m -> m.stats().tombstones()).sum())
                .isEqualTo(6);
        store.cleanTombstones(LATER);

        assertThat(samplesInBlocks()).isEqualTo(stored - 3 * 180);
        assertThat(store.blocks()).allMatch(meta -> meta.level() == 1);
        SortedMap<String, String> left = Contents.without(before, "", START, START + 3 * HOUR - 1);
        assertThat(Contents.of(store)).isEqualTo(left);
        assertThat(BlockFolders.list(folder)).hasSize(store.blocks().size());
        open();
        assertThat(Contents.of(store)).isEqualTo(left);
    }

    @Test
    void aBlockOfWhichAllIsDeletedGoesByItself() throws Exception {
        open();
        fill(0, 9);
        maintain(2);
        store.delete(List.of(ALL), START, START + 2 * HOUR - 1);
        maintain(1);
        assertThat(store.blocks().getFirst().minTime()).isEqualTo(START + 2 * HOUR);
    }

    @Test
    void aSampleThatComesAfterTheDeletionIsTaken() throws Exception {
        lateWindow = Duration.ofHours(3);
        open();
        fill(0, 2);
        put(1, START + HOUR + 7, 5);
        store.delete(only(1), START, START + 2 * HOUR);
        assertThat(Contents.of(store, only(1))).isEmpty();
        put(1, START + HOUR + 8, 6);
        put(1, START + 2 * HOUR - 60_000, 7);
        var expected = (START + HOUR + 8) + "=6.0 " + (START + 2 * HOUR - 60_000) + "=7.0 ";
        assertThat(Contents.of(store, only(1)).values()).containsExactly(expected);
        open();
        assertThat(Contents.of(store, only(1)).values()).containsExactly(expected);
        fill(3, 9);
        SortedMap<String, String> left = Contents.of(store);
        maintain(2);
        assertThat(Contents.of(store)).isEqualTo(left);
        open();
        assertThat(Contents.of(store)).isEqualTo(left);
    }

    @Test
    void aDeletionReachesWhatAFullDiskLeftHalfWritten() throws Exception {
        open();
        fill(0, 9);
        maintain(1);
        disk.failFrom(30);
        try {
            maintain(1);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space");
        }
        assertThat(disk.hasFailed()).isTrue();
        disk.mend();
        SortedMap<String, String> before = Contents.of(store);
        store.delete(only(2), START, START + 9 * HOUR);
        SortedMap<String, String> left =
                Contents.without(before, "n=\"2\"", START, START + 9 * HOUR);
        assertThat(Contents.of(store)).isEqualTo(left);
        maintain(2);
        assertThat(Contents.of(store)).isEqualTo(left);
        open();
        assertThat(Contents.of(store)).isEqualTo(left);
    }

    @Test
    void histogramsStayWholeNumbers() throws Exception {
        open();
        var batch = store.batch();
        batch.on(LabelKey.of(series(7)));
        for (int i = 0; i < 10; i++) {
            batch.add(START + 60_000 * i, histogram(5 + i));
        }
        batch.commit();
        store.delete(only(7), START + 60_000, START + 120_000);
        assertThat(Contents.of(store, only(7)).values())
                .allMatch(text -> text.startsWith(START + "=5.0 " + (START + 180_000) + "=8.0 "));
        fill(0, 9);
        maintain(2);
        try (var selector = store.prepare(only(7))) {
            var series = selector.select(0, Long.MAX_VALUE).series().getFirst();
            assertThat(((MergedSeries) series).chunks(0, Long.MAX_VALUE))
                    .isNotEmpty()
                    .allMatch(chunk -> chunk.encoding().id() == 2);
        }
    }

    private static IntHistogram histogram(long count) {
        return new IntHistogram(
                CounterResetHint.UNKNOWN,
                0,
                0.001,
                0,
                count,
                1.5 * count,
                new Spans(new int[] {0}, new int[] {1}),
                new long[] {count},
                Spans.NONE,
                new long[0],
                new double[0]);
    }

    @Test
    void aSnapshotIsAStoreOfItsOwn() throws Exception {
        open();
        fill(0, 9);
        maintain(2);
        store.delete(only(0), START, START + HOUR);
        SortedMap<String, String> now = Contents.of(store);
        String whole = store.snapshot(true, LATER);
        String blocksOnly = store.snapshot(false, LATER);
        assertThat(whole).matches("20260101T100000Z-[0-9a-f]{16}");
        store.delete(List.of(ALL), 0, Long.MAX_VALUE);
        fill(9, 10);

        Path snapshots = folder.resolve("snapshots");
        assertThat(Contents.of(DataFolder.open(snapshots.resolve(whole)))).isEqualTo(now);
        assertThat(Contents.of(DataFolder.open(snapshots.resolve(blocksOnly))))
                .isEqualTo(Contents.without(now, "", START + 6 * HOUR, Long.MAX_VALUE));
        long end = 0;
        for (Path each : BlockFolders.list(snapshots.resolve(whole))) {
            end = Math.max(end, tocsin.storage.block.Block.open(each).meta().maxTime());
        }
        assertThat(end).isEqualTo(START + 9 * HOUR - 60_000 + 1);
    }

    @Test
    void promtoolSeesWhatIsLeft() throws Exception {
        boolean there = Files.isExecutable(Path.of("/usr/bin/promtool"));
        if (!there) {
            System.out.println("skipped: no promtool here");
        }
        assumeTrue(there);
        open();
        fill(0, 9);
        maintain(2);
        store.delete(only(1), START + HOUR, START + 7 * HOUR);
        var expected = new TreeSet<String>();
        Contents.of(store)
                .forEach((labels, samples) -> {
                    for (String sample : samples.trim().split(" ")) {
                        expected.add(labels + " " + sample);
                    }
                });
        store.sync();
        assertThat(dump(folder)).isEqualTo(expected);
        Path snapshot = folder.resolve("snapshots").resolve(store.snapshot(true, LATER));
        Files.createDirectory(snapshot.resolve("wal")); // which promtool wants, empty or not
        assertThat(dump(snapshot)).isEqualTo(expected);
        store.cleanTombstones(LATER);
        assertThat(dump(folder)).isEqualTo(expected);
        assertThat(store.blocks()).extracting(BlockMeta::stats).noneMatch(s -> s.tombstones() > 0);
    }

    private static TreeSet<String> dump(Path of) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder("promtool", "tsdb", "dump", of.toString())
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(out).isZero();
        var dumped = new TreeSet<String>();
        for (String line : out.split("\n")) {
            int split = line.lastIndexOf('}') + 1;
            String[] rest = line.substring(split).trim().split(" ");
            dumped.add(line.substring(0, split) + " " + rest[1] + "=" + Double.valueOf(rest[0]));
        }
        return dumped;
    }
}

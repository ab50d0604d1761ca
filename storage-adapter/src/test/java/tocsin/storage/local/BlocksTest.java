package tocsin.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.value.StaleMarker;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.block.BlockFolders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

class BlocksTest {
    private static final long START = 1_767_225_600_000L;
    private static final Matcher ALL = Matcher.promql(MatchType.MATCHES, "__name__", ".+");

    @TempDir Path folder;
    private LocalStore store;
    private int opened;

    private void open(StoreSettings settings) throws IOException {
        store = LocalStore.open(settings, new PrometheusRegistry(), new Random(++opened));
    }

    @AfterEach
    void close() throws IOException {
        if (store != null) {
            store.close();
        }
    }

    private static Labels series(int number) {
        return Labels.of(
                "__name__",
                "metric_" + number % 7,
                "instance",
                "host-" + number,
                "zone",
                number % 2 == 0 ? "ä" : "b");
    }

    /// Some hours of samples every 15 seconds; some series end, and say so.
    private void fill(int hours, int seriesCount) throws IOException {
        for (long at = 0; at < hours * 3600L; at += 15) {
            var samples = new ArrayList<Sample>();
            for (int s = 0; s < seriesCount; s++) {
                long end = s % 5 == 4 ? 3600L : Long.MAX_VALUE;
                if (at <= end) {
                    double value = at == end ? StaleMarker.VALUE : (at * (s + 1)) % 977 / 8.0;
                    samples.add(new Sample(series(s), START + 1000 * at, value));
                }
            }
            assertThat(store.append(samples)).isEmpty();
        }
    }

    private void maintain(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            store.maintain(Instant.ofEpochMilli(START + Duration.ofHours(10).toMillis()));
        }
    }

    /// Everything, as text by series.
    private TreeMap<String, String> everything() throws Exception {
        return everything(List.of(ALL));
    }

    private TreeMap<String, String> everything(List<Matcher> matchers) throws Exception {
        return everything(store, matchers);
    }

    private static TreeMap<String, String> everything(SeriesSource source, List<Matcher> matchers)
            throws Exception {
        try (var selector = source.prepare(matchers)) {
            return contents(selector);
        }
    }

    private static TreeMap<String, String> contents(SeriesSource.Selector selector)
            throws Exception {
        var all = new TreeMap<String, String>();
        Labels before = Labels.EMPTY;
        for (var each : selector.select(0, Long.MAX_VALUE).series()) {
            assertThat(each.labels()).isGreaterThan(before);
            before = each.labels();
            var into = new SampleBuffer();
            each.read(0, Long.MAX_VALUE, into);
            var text = new StringBuilder();
            for (int i = 0; i < into.size(); i++) {
                text.append(into.timestamp(i)).append('=').append(into.value(i)).append(' ');
            }
            all.put(each.labels().toString(), text.toString());
        }
        return all;
    }

    @Test
    void nothingChangesForReadersWhenTheHeadBecomesBlocks() throws Exception {
        open(StoreSettings.of(folder));
        fill(9, 23);
        var before = everything();
        maintain(2);

        assertThat(BlockFolders.list(folder)).isNotEmpty();
        assertThat(everything()).isEqualTo(before);
        assertThat(store.labelValues("zone")).containsExactly("b", "ä");
        assertThat(Files.exists(folder.resolve("wal/00000000"))).isFalse();

        store = null;
        open(StoreSettings.of(folder));
        assertThat(everything()).isEqualTo(before);
        assertThat(store.seriesCount()).isLessThan(23);
    }

    /// Nobody waits any more.
    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Selects until a number of units of work is spent, and tells what was spent.
    private static long select(SeriesSource.Selector selector, long most) throws SourceException {
        var spent = new AtomicLong();
        try {
            selector.select(
                    0,
                    Long.MAX_VALUE,
                    work -> {
                        if (spent.addAndGet(work) > most) {
                            throw new Over();
                        }
                    });
        } catch (Over _) {
            assertThat(spent.get()).isGreaterThan(most);
        }
        return spent.get();
    }

    @Test
    void aSelectionThatNobodyWaitsForEndsAnywhereAndHarmsNothing() throws Exception {
        open(StoreSettings.of(folder));
        fill(9, 40);
        maintain(2);
        assertThat(BlockFolders.list(folder)).isNotEmpty();
        var before = everything();
        long whole;
        try (var selector = store.prepare(List.of(ALL))) {
            whole = select(selector, Long.MAX_VALUE);
        }
        assertThat(whole).isGreaterThan(40 * 200L);
        for (long most = 0; most < whole; most += 1 + whole / 100) {
            try (var selector = store.prepare(List.of(ALL))) {
                assertThat(select(selector, most)).isGreaterThan(most);
                assertThat(contents(selector)).isEqualTo(before);
            }
        }
        try (var standing = store.prepare(List.of(ALL))) {
            var series = standing.select(START + Duration.ofHours(9).toMillis(), Long.MAX_VALUE);
            assertThat(series.series()).isNotEmpty();
            for (long most = 0; most < whole; most += 1 + whole / 20) {
                select(standing, most);
            }
            assertThat(contents(standing)).isEqualTo(before);
        }
    }

    @Test
    void blocksAnswerMatchersAsTheHeadDoes() throws Exception {
        open(StoreSettings.of(folder));
        fill(6, 80);
        var sets =
                List.of(
                        List.of(Matcher.equal("instance", "host-41")),
                        List.of(ALL, Matcher.promql(MatchType.NOT_EQUAL, "zone", "b")),
                        List.of(Matcher.promql(MatchType.MATCHES, "instance", "host-[1-3].?")),
                        List.of(Matcher.promql(MatchType.MATCHES, "instance", "host-7|host-79|x")),
                        List.of(ALL, Matcher.promql(MatchType.NOT_MATCHES, "instance", "host-.+")),
                        List.of(ALL, Matcher.promql(MatchType.NOT_MATCHES, "__name__", "metric_.")),
                        List.of(ALL, Matcher.equal("nothing", "")));
        var before = new ArrayList<TreeMap<String, String>>();
        for (var matchers : sets) {
            before.add(everything(matchers));
        }
        maintain(2);
        for (int i = 0; i < sets.size(); i++) {
            assertThat(everything(sets.get(i))).isEqualTo(before.get(i));
        }
    }

    @Test
    void lateSamplesReachBlocksAndOverlapsAreMerged() throws Exception {
        open(StoreSettings.of(folder).withLateWindow(Duration.ofHours(12)));
        fill(6, 9);
        maintain(2);
        var late =
                List.of(
                        new Sample(series(1), START + 7_000, 42),
                        new Sample(series(1), START + 3_600_000 + 7_000, 43),
                        new Sample(series(100), START + 1_000, 44));
        assertThat(store.append(late)).isEmpty();
        var before = everything();
        assertThat(before.get(series(1).toString())).contains("=42.0").contains("=43.0");
        store = null;
        open(StoreSettings.of(folder).withLateWindow(Duration.ofHours(12)));
        assertThat(everything()).isEqualTo(before);

        var more = new ArrayList<Sample>();
        for (long at = 6 * 3600; at < 9 * 3600; at += 60) {
            more.add(new Sample(series(2), START + 1000 * at, at));
        }
        assertThat(store.append(more)).isEmpty();
        before = everything();
        maintain(4);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void retentionDeletesWholeBlocks() throws Exception {
        open(StoreSettings.of(folder).withRetention(Duration.ofHours(20)));
        fill(9, 5);
        maintain(2);
        int blocks = BlockFolders.list(folder).size();
        store.maintain(Instant.ofEpochMilli(START + Duration.ofHours(25).toMillis()));

        assertThat(BlockFolders.list(folder)).hasSizeLessThan(blocks).isNotEmpty();
        assertThat(everything().firstEntry().getValue())
                .startsWith(String.valueOf(START + Duration.ofHours(4).toMillis()));
    }

    @Test
    void aFolderIsReadWhileItsOwnerRuns() throws Exception {
        open(StoreSettings.of(folder));
        fill(6, 9);
        maintain(2);
        long at = START + Duration.ofHours(7).toMillis();
        assertThat(store.append(List.of(new Sample(series(1), at, 5)))).isEmpty();
        var owned = everything();
        assertThat(everything(DataFolder.open(folder), List.of(ALL))).isEqualTo(owned);
    }

    @Test
    void aFullDiskIsTriedAgainWithoutWritingTwice() throws Exception {
        open(StoreSettings.of(folder));
        fill(9, 7);
        var before = everything();
        maintain(1);
        Path inTheWay = folder.resolve("wal/checkpoint.tmp");
        Files.createDirectories(inTheWay.resolve("not-empty/x"));
        assertThatThrownBy(() -> maintain(1)).isInstanceOf(IOException.class);
        assertThat(everything()).isEqualTo(before);
        int blocks = BlockFolders.list(folder).size();
        Files.delete(inTheWay.resolve("not-empty/x"));
        Files.delete(inTheWay.resolve("not-empty"));
        maintain(1);
        assertThat(BlockFolders.list(folder)).hasSizeLessThanOrEqualTo(blocks);
        assertThat(everything()).isEqualTo(before);
        assertThat(Files.exists(folder.resolve("wal/00000000"))).isFalse();
    }

    @Test
    void smallBlocksAreMergedIntoLargerOnes() throws Exception {
        open(StoreSettings.of(folder));
        fill(15, 11);
        var before = everything();
        maintain(4);
        assertThat(BlockFolders.list(folder).size()).isLessThan(6);
        assertThat(everything()).isEqualTo(before);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(out).isZero();
        return out;
    }

    private static boolean promtool() {
        boolean there = Files.isExecutable(Path.of("/usr/bin/promtool"));
        if (!there) {
            System.out.println("skipped: no promtool here");
        }
        return there;
    }

    @Test
    void promtoolReadsWhatWasWritten() throws Exception {
        assumeTrue(promtool());
        open(StoreSettings.of(folder));
        fill(7, 13);
        maintain(2);
        var expected = new HashSet<String>();
        for (var entry : everything().entrySet()) {
            for (String sample : entry.getValue().trim().split(" ")) {
                expected.add(entry.getKey() + " " + sample);
            }
        }
        assertThat(run("promtool", "tsdb", "list", folder.toString())).contains("BLOCK ULID");
        assertThat(run("promtool", "tsdb", "analyze", folder.toString())).contains("Series: ");
        store.close();
        var dumped = new HashSet<String>();
        for (String line : run("promtool", "tsdb", "dump", folder.toString()).split("\n")) {
            int split = line.lastIndexOf('}') + 1;
            String[] rest = line.substring(split).trim().split(" ");
            String labels = line.substring(0, split);
            dumped.add(labels + " " + rest[1] + "=" + Double.parseDouble(rest[0]));
        }
        assertThat(dumped).isEqualTo(expected);
        store = null;
    }

    @Test
    void whatPrometheusWroteIsRead() throws Exception {
        assumeTrue(promtool());
        var text = new StringBuilder("# TYPE up gauge\n");
        for (int i = 0; i < 400; i++) {
            text.append("up{job=\"a\"} %d %d\n".formatted(i, START / 1000 + 60 * i));
            text.append("up{job=\"b\"} %d.5 %d\n".formatted(i, START / 1000 + 60 * i));
        }
        Path input = folder.resolve("input.txt");
        Files.writeString(input, text + "# EOF\n");
        run(
                "promtool",
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                input.toString(),
                folder.toString());
        open(StoreSettings.of(folder));

        var all = everything();
        assertThat(all).hasSize(2);
        assertThat(all.firstEntry().getValue().split(" ")).hasSize(400);
        assertThat(all.lastEntry().getValue()).endsWith("=399.5 ");
    }
}

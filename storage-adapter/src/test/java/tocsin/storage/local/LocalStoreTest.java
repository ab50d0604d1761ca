package tocsin.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.promql.value.SampleBuffer;
import tocsin.rules.SampleSink;
import tocsin.rules.SampleSink.Refused;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.head.SeriesLimits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class LocalStoreTest extends SeriesSourceContract {
    @TempDir Path folder;

    private LocalStore store;

    private LocalStore store() throws IOException {
        return store(StoreSettings.of(folder));
    }

    private LocalStore store(StoreSettings settings) throws IOException {
        if (store == null) {
            store = LocalStore.open(settings, new PrometheusRegistry(), new Random(1));
        }
        return store;
    }

    @AfterEach
    void close() throws IOException {
        if (store != null) {
            store.close();
        }
    }

    /// As after kill -9: what was answered is in the files, nothing was closed.
    private void crash() {
        store = null;
    }

    @Override
    protected SeriesSource source() throws IOException {
        return store();
    }

    @Override
    protected void given(List<Sample> samples) throws IOException {
        assertThat(store().append(samples)).isEmpty();
    }

    private List<String> values(Labels labels) throws Exception {
        var values = new ArrayList<String>();
        var matchers = new ArrayList<Matcher>();
        labels.forEachLabel((name, value) -> matchers.add(Matcher.equal(name, value)));
        try (var selector = store().prepare(matchers)) {
            for (var series : selector.select(0, Long.MAX_VALUE).series()) {
                var into = new SampleBuffer();
                series.read(0, Long.MAX_VALUE, into);
                for (int i = 0; i < into.size(); i++) {
                    values.add((into.timestamp(i) - START) / 1000 + "=" + into.value(i));
                }
            }
        }
        return values;
    }

    @Test
    void whatWasAnsweredIsThereAfterACrash() throws Exception {
        var labels = new ArrayList<Labels>();
        for (int s = 0; s < 50; s++) {
            labels.add(series("up", "host-" + s));
        }
        for (int i = 0; i < 200; i++) {
            var batch = new ArrayList<Sample>();
            for (Labels each : labels) {
                batch.add(sample(each, 15L * i, i));
            }
            given(batch);
        }
        List<String> before = values(labels.get(17));
        crash();

        assertThat(values(labels.get(17))).hasSize(200).isEqualTo(before);
        assertThat(store().seriesCount()).isEqualTo(50);
    }

    @Test
    void aTornTailIsSetAsideAndTheRestKept() throws Exception {
        given(List.of(sample(series("up", "a"), 0, 1)));
        given(List.of(sample(series("up", "a"), 15, 2)));
        crash();
        Path segment = folder.resolve("wal/00000000");
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, new byte[] {1, 0, 9, 9}, StandardOpenOption.APPEND);

        assertThat(values(series("up", "a"))).containsExactly("0=1.0", "15=2.0");
        assertThat(Files.size(segment)).isEqualTo(bytes.length);
        assertThat(folder.resolve("wal/00000000.torn")).exists();
        given(List.of(sample(series("up", "a"), 30, 3)));
        crash();
        assertThat(values(series("up", "a"))).hasSize(3);
    }

    @Test
    void everyCutOfTheLogKeepsAPrefix() throws Exception {
        for (int i = 0; i < 20; i++) {
            given(List.of(sample(series("up", "a"), 15L * i, i)));
        }
        crash();
        Path segment = folder.resolve("wal/00000000");
        byte[] whole = Files.readAllBytes(segment);
        for (int cut = 0; cut <= whole.length; cut += 7) {
            Path copy = Files.createTempDirectory(folder, "cut");
            Files.createDirectories(copy.resolve("wal"));
            Files.write(copy.resolve("wal/00000000"), java.util.Arrays.copyOf(whole, cut));
            store =
                    LocalStore.open(
                            StoreSettings.of(copy), new PrometheusRegistry(), new Random(1));
            List<String> kept = values(series("up", "a"));
            for (int i = 0; i < kept.size(); i++) {
                assertThat(kept.get(i)).isEqualTo(15 * i + "=" + (double) i);
            }
            store.close();
            crash();
        }
    }

    @Test
    void refusalsSayWhy() throws Exception {
        Labels up = series("up", "a");
        given(List.of(sample(up, 0, 1), sample(up, 60, 2)));

        List<Refused> refused =
                store().append(
                                List.of(
                                        sample(up, 30, 1),
                                        sample(up, 60, 3),
                                        sample(up, 60, 2),
                                        sample(up, -7200, 1),
                                        sample(up, 90, 4)));

        assertThat(refused)
                .extracting(one -> one.reason() + ": " + one.message())
                .containsExactly(
                        "OUT_OF_ORDER: out of order sample",
                        "DUPLICATE: duplicate sample for timestamp",
                        "TOO_OLD: out of bounds");
        assertThat(values(up)).containsExactly("0=1.0", "60=2.0", "90=4.0");
    }

    @Test
    void lateSamplesAreMergedInsideTheWindowAndAfterACrash() throws Exception {
        StoreSettings settings = StoreSettings.of(folder).withLateWindow(Duration.ofMinutes(30));
        store(settings);
        Labels up = series("up", "a");
        given(List.of(sample(up, 0, 0), sample(up, 3600, 3)));
        given(List.of(sample(up, 3000, 2), sample(up, 2000, 1)));
        List<Refused> refused = store().append(List.of(sample(up, 1000, 9)));
        assertThat(refused).extracting(Refused::message).containsExactly("too old sample");
        List<String> merged = List.of("0=0.0", "2000=1.0", "3000=2.0", "3600=3.0");
        assertThat(values(up)).isEqualTo(merged);

        crash();
        store(settings);
        assertThat(values(up)).isEqualTo(merged);
    }

    @Test
    void limitsRefuseSeriesAndNameThem() throws Exception {
        store(StoreSettings.of(folder).withLimits(new SeriesLimits(2, 3, 20, 20)));
        List<Refused> refused =
                store().append(
                                List.of(
                                        sample(series("a", "a"), 0, 1),
                                        sample(series("b", "a"), 0, 1),
                                        sample(series("c", "a"), 0, 1),
                                        sample(series("a", "a").with("x", "y"), 0, 1),
                                        sample(series("a", "a".repeat(21)), 0, 1)));
        assertThat(refused).hasSize(3).allMatch(one -> one.reason() == SampleSink.Reason.LIMIT);
        assertThat(refused.get(0).message()).contains("limit of 2 series");
        assertThat(refused.get(1).message()).contains("4 labels, at most 3");
        assertThat(store().seriesCount()).isEqualTo(2);
    }

    @Test
    void seriesThatEndedLeaveTheHeadAndSelectionsHearOfIt() throws Exception {
        Labels old = series("up", "old");
        Labels live = series("up", "live");
        given(List.of(sample(old, 0, 1), sample(live, 0, 1)));
        given(List.of(sample(live, 86_400, 2)));
        try (var selector = store().prepare(List.of(Matcher.equal("__name__", "up")))) {
            long recent = START + 86_000_000;
            var before = selector.select(recent, Long.MAX_VALUE);
            store().maintain(Instant.ofEpochMilli(START));
            store().maintain(Instant.ofEpochMilli(START));
            var after = selector.select(recent, Long.MAX_VALUE);
            assertThat(before.series()).hasSize(2);
            assertThat(after.series()).hasSize(1);
            assertThat(after.series().getFirst().labels()).isEqualTo(live);
            assertThat(selector.select(START - 1, Long.MAX_VALUE).series()).hasSize(2);
        }
        given(List.of(sample(old, 86_400, 7)));
        assertThat(values(old)).containsExactly("0=1.0", "86400=7.0");
    }

    @Test
    void histogramsOfRulesAreKept() throws Exception {
        var histogram =
                new FloatHistogram(
                        CounterResetHint.GAUGE,
                        3,
                        1e-128,
                        1,
                        6,
                        2.5,
                        new Spans(new int[] {-2}, new int[] {2}),
                        new double[] {2, 3},
                        Spans.NONE,
                        new double[0],
                        new double[0]);
        Labels labels = series("h", "a");
        given(List.of(new Sample(labels, START, 0, histogram)));
        crash();
        try (var selector = store().prepare(List.of(Matcher.equal("__name__", "h")))) {
            var into = new SampleBuffer();
            selector.select(0, Long.MAX_VALUE).series().getFirst().last(0, START, into);
            FloatHistogram read = into.histogram(0);
            assertThat(read).isNotNull();
            assertThat(read.counterResetHint()).isEqualTo(CounterResetHint.GAUGE);
            assertThat(read.positiveBuckets()).containsExactly(2, 3);
            assertThat(read.zeroThreshold()).isEqualTo(1e-128);
        }
    }
}

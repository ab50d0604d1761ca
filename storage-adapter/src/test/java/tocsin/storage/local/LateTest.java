package tocsin.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.rules.SampleSink.Reason;
import tocsin.rules.SampleSink.Refused;
import tocsin.rules.SampleSink.Sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;

/// Samples that come late have a log of their own, and cost nothing but themselves.
class LateTest {
    private static final long START = 1_767_225_600_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Labels SERIES = Labels.of("__name__", "m");
    private static final Instant LATER = Instant.ofEpochMilli(START + 10 * HOUR);

    @TempDir Path folder;
    private int opened;

    private LocalStore open(Duration window) throws IOException {
        return LocalStore.open(
                StoreSettings.of(folder).withLateWindow(window),
                new PrometheusRegistry(),
                new Random(++opened));
    }

    private static List<Refused> put(LocalStore store, long at, double value) {
        return store.append(List.of(new Sample(SERIES, at, value)));
    }

    private static void fill(LocalStore store, long hours) {
        var samples = new ArrayList<Sample>();
        for (long at = 0; at < hours * HOUR; at += 60_000) {
            samples.add(new Sample(SERIES, START + at, at));
        }
        assertThat(store.append(samples)).isEmpty();
    }

    @Test
    void lateSamplesSurviveTheProcessAndTheCutThatTheyMissed() throws Exception {
        LocalStore store = open(Duration.ofHours(8));
        fill(store, 9);
        store.maintain(LATER);
        store.maintain(LATER);
        assertThat(put(store, START + 2 * HOUR + 1, 1)).isEmpty();
        assertThat(put(store, START + 8 * HOUR + 1, 2)).isEmpty();
        assertThat(put(store, START + HOUR - 60_000 - 1, 3))
                .extracting(Refused::reason)
                .containsExactly(Reason.TOO_OLD);
        SortedMap<String, String> before = Contents.of(store);

        store = open(Duration.ofHours(8));
        assertThat(Contents.of(store)).isEqualTo(before);
        assertThat(put(store, START + 12 * HOUR, 4)).isEmpty();
        before = Contents.of(store);
        for (int i = 0; i < 4; i++) {
            store.maintain(LATER);
        }
        assertThat(Contents.of(store)).isEqualTo(before);
        store = open(Duration.ofHours(8));
        assertThat(Contents.of(store)).isEqualTo(before);
    }

    /// What blocks hold must not come back from the log as late, whatever the window: it would
    /// stand in memory, and be written again.
    @Test
    void aRestartReadsNothingTwice() throws Exception {
        LocalStore store = open(Duration.ofHours(8));
        fill(store, 9);
        store.maintain(LATER);
        store.maintain(LATER);
        long samples = store.blocks().stream().mapToLong(m -> m.stats().samples()).sum();
        int blocks = store.blocks().size();
        store = open(Duration.ofHours(8));
        assertThat(put(store, START + 9 * HOUR, 1)).isEmpty();
        assertThat(put(store, START + 10 * HOUR, 1)).isEmpty();
        store.maintain(LATER);
        store.maintain(LATER);
        assertThat(store.blocks().stream().mapToLong(m -> m.stats().samples()).sum())
                .isEqualTo(samples + 120);
        assertThat(store.blocks().size()).isLessThanOrEqualTo(blocks + 1);
    }

    @Test
    void whereNothingMayBeLateThereIsNoSecondLog() throws Exception {
        LocalStore store = open(Duration.ZERO);
        fill(store, 1);
        assertThat(Files.exists(folder.resolve("wbl"))).isFalse();
        store.close();
        store = open(Duration.ofHours(2));
        assertThat(put(store, START + 1, 5)).isEmpty();
        SortedMap<String, String> before = Contents.of(store);
        store = open(Duration.ZERO);
        assertThat(Contents.of(store)).isEqualTo(before);
    }
}

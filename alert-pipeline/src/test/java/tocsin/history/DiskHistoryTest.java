package tocsin.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

final class DiskHistoryTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00.123456789Z");
    private static final Labels LABELS = Labels.of("alertname", "Down", "instance", "ü");

    private @TempDir Path folder;

    private DiskHistory open(long limit) throws IOException {
        return new DiskHistory(folder, limit, new PrometheusRegistry());
    }

    private static Event event(int number) {
        return new Event(
                BEGIN.plusSeconds(number),
                Event.Kind.DELIVERED,
                List.of(new Fingerprint(number), new Fingerprint(-1L)),
                LABELS,
                "{}:{}",
                "pager/webhook[0]",
                "number " + number);
    }

    @Test
    void whatWasAddedIsFoundAsItWasAlsoAfterARestart() throws IOException {
        try (DiskHistory history = open(1 << 20)) {
            history.add(event(1));
            history.add(event(2));
            assertThat(history.find(_ -> true, 10)).containsExactly(event(1), event(2));
        }
        try (DiskHistory history = open(1 << 20)) {
            history.add(event(3));
            assertThat(history.find(_ -> true, 2)).containsExactly(event(2), event(3));
            assertThat(history.of(new Fingerprint(1), 10)).containsExactly(event(1));
        }
    }

    @Test
    void theOldestIsForgottenAndTheWholeStaysWithinItsLimit() throws IOException {
        long limit = 64 << 10;
        try (DiskHistory history = open(limit)) {
            for (int i = 0; i < 5_000; i++) {
                history.add(event(i));
                if (i % 500 == 0) {
                    assertThat(history.find(_ -> true, 1)).containsExactly(event(i));
                }
            }
            List<Event> left = history.find(_ -> true, 10_000);
            assertThat(left).hasSizeLessThan(5_000).hasSizeGreaterThan(200).endsWith(event(4_999));
        }
        try (Stream<Path> files = Files.list(folder)) {
            long size = files.mapToLong(file -> file.toFile().length()).sum();
            // one batch may go over the size of a file before the next begins
            assertThat(size).isLessThan(limit + 1_024 * 120);
        }
    }

    @Test
    void aTornEndCostsOnlyWhatIsTorn() throws IOException {
        try (DiskHistory history = open(1 << 20)) {
            history.add(event(1));
        }
        try (Stream<Path> files = Files.list(folder)) {
            Files.write(
                    files.findFirst().orElseThrow(),
                    new byte[] {0, 0, 0, 99, 1, 2, 3},
                    StandardOpenOption.APPEND);
        }
        try (DiskHistory history = open(1 << 20)) {
            history.add(event(2));
            assertThat(history.find(_ -> true, 10)).containsExactly(event(1), event(2));
        }
    }

    @Test
    void anEventOfVeryManyAlertsNamesTheFirstAndCountsTheRest() {
        List<Fingerprint> many = LongStream.range(0, 12_000).mapToObj(Fingerprint::new).toList();
        var event = Event.of(BEGIN, Event.Kind.DELIVERED, many, "{}:{}", "pager", "ok");
        assertThat(event.alerts()).hasSize(10_000);
        assertThat(event.detail()).isEqualTo("ok (and 2000 more alerts)");
    }

    @Test
    void whatMerelyGoesOnIsToldOnce() {
        var history = new MemoryHistory(100);
        var recorder = new Recorder(history);
        Event quiet =
                Event.of(BEGIN, Event.Kind.SILENCED, List.of(new Fingerprint(1)), "g", "r", "by s");
        recorder.stands("g", "r", List.of(quiet));
        recorder.stands("g", "r", List.of(quiet));
        assertThat(history.find(_ -> true, 10)).hasSize(1);
        recorder.stands("g", "r", List.of());
        recorder.stands("g", "r", List.of(quiet));
        assertThat(history.find(_ -> true, 10)).hasSize(2);
    }
}

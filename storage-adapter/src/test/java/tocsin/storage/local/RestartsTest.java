package tocsin.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.value.SampleBuffer;
import tocsin.rules.SampleSink.Sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A store that writes, shortens its log, ends and dies in any order: what it acknowledged is there
/// each time it opens. Dying is going on with a copy of its folder, which holds what a killed
/// process leaves: what it wrote, and nothing it had in mind.
class RestartsTest {
    private static final long START = 1_767_225_600_000L;
    private static final int SERIES = 3_000;

    @TempDir Path root;

    private final Map<String, TreeMap<Long, Double>> acknowledged = new TreeMap<>();
    private Random random = new Random();
    private int generation;
    private LocalStore store;
    private long now = START;

    private Path folder() {
        return root.resolve("of-" + generation);
    }

    private void open() throws IOException {
        store = LocalStore.open(StoreSettings.of(folder()), new PrometheusRegistry(), random);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatWasAcknowledgedIsThere(long seed) throws Exception {
        random = new Random(seed);
        open();
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(10)) {
                case 0 -> end();
                case 1 -> die();
                case 2, 3, 4 -> store.maintain(Instant.ofEpochMilli(now));
                default -> write(1 + random.nextInt(400));
            }
        }
        die();
    }

    /// Small appends, so that many records end near the end of a page.
    private void write(int appends) {
        for (int i = 0; i < appends; i++) {
            now += 1 + random.nextLong(Duration.ofSeconds(40).toMillis());
            var samples = new ArrayList<Sample>();
            int from = random.nextInt(SERIES);
            for (int s = 0; s <= random.nextInt(4); s++) {
                samples.add(new Sample(labels(from + s), now, random.nextInt(1000)));
            }
            assertThat(store.append(samples)).isEmpty();
            for (Sample sample : samples) {
                acknowledged
                        .computeIfAbsent(sample.labels().toString(), _ -> new TreeMap<>())
                        .put(sample.timestampMillis(), sample.value());
            }
        }
    }

    private static Labels labels(int number) {
        return Labels.of("__name__", "m", "n", "x".repeat(number % 37) + number);
    }

    private void end() throws Exception {
        store.close();
        open();
        assertAllThere();
    }

    private void die() throws Exception {
        Path left = folder();
        generation++;
        try (Stream<Path> files = Files.walk(left)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder().resolve(left.relativize(file).toString()));
            }
        }
        store.close();
        open();
        assertAllThere();
    }

    private void assertAllThere() throws Exception {
        var found = new TreeMap<String, TreeMap<Long, Double>>();
        var all = Matcher.promql(MatchType.MATCHES, "__name__", ".+");
        try (var selector = store.prepare(List.of(all))) {
            for (var series : selector.select(0, Long.MAX_VALUE).series()) {
                var into = new SampleBuffer();
                series.read(0, Long.MAX_VALUE, into);
                var samples = new TreeMap<Long, Double>();
                for (int i = 0; i < into.size(); i++) {
                    samples.put(into.timestamp(i), into.value(i));
                }
                found.put(series.labels().toString(), samples);
            }
        }
        assertThat(found.keySet()).isEqualTo(acknowledged.keySet());
        assertThat(found).isEqualTo(acknowledged);
    }
}

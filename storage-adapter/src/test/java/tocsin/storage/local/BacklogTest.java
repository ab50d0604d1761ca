package tocsin.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.rules.SampleSink;
import tocsin.rules.SampleSink.Refused;
import tocsin.rules.SampleSink.Sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// What a member writes itself is always of this moment, and must not refuse what a sender has to
/// make up for.
class BacklogTest {
    private static final long NOW = 1_767_268_800_000L;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = 60 * MINUTE;

    @TempDir Path folder;
    private LocalStore store;
    private int opened;

    @BeforeEach
    void open() throws IOException {
        store =
                LocalStore.open(
                        StoreSettings.of(folder), new PrometheusRegistry(), new Random(++opened));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private static List<String> put(SampleSink sink, String metric, long at) {
        return sink.append(List.of(new Sample(Labels.of("__name__", metric), at, 1))).stream()
                .map(Refused::message)
                .toList();
    }

    /// Whatever would be cut is cut by the second call.
    private void maintain(long at) throws IOException {
        store.maintain(Instant.ofEpochMilli(at));
        store.maintain(Instant.ofEpochMilli(at));
    }

    @Test
    void ownSamplesRefuseNoBacklog() throws Exception {
        for (long at = NOW - 10 * HOUR; at < NOW - 5 * HOUR; at += 10 * MINUTE) {
            assertThat(put(store, "fed", at)).isEmpty();
            assertThat(put(store.own(), "own", at)).isEmpty();
        }
        for (long at = NOW - 5 * HOUR; at <= NOW; at += 10 * MINUTE) {
            assertThat(put(store.own(), "own", at)).isEmpty();
            maintain(at);
        }
        store.close();
        open();
        maintain(NOW);
        for (long at = NOW - 5 * HOUR; at <= NOW; at += 10 * MINUTE) {
            assertThat(put(store, "fed", at)).as("%d before", NOW - at).isEmpty();
            maintain(NOW);
        }
        assertThat(Contents.of(store).values())
                .hasSize(2)
                .allSatisfy(samples -> assertThat(samples.split(" ")).hasSize(61));
    }

    @Test
    void amongSendersTheNewestDecidesAsUpstream() {
        put(store, "fed", NOW);
        assertThat(put(store, "other", NOW - HOUR)).isEmpty();
        assertThat(put(store, "third", NOW - HOUR - 1)).containsExactly("out of bounds");
        assertThat(put(store.own(), "own", NOW - HOUR - 1)).isEmpty();
        assertThat(put(store.own(), "own", NOW - HOUR - 2)).containsExactly("out of order sample");
    }

    @Test
    void theHeadDoesNotWaitForEver() throws Exception {
        put(store, "fed", NOW - 16 * HOUR);
        for (long at = NOW - 16 * HOUR; at <= NOW; at += 10 * MINUTE) {
            put(store.own(), "own", at);
        }
        maintain(NOW);
        assertThat(store.blocks()).isNotEmpty();
        long cut = store.blocks().getLast().maxTime();
        assertThat(cut).isBetween(NOW - 15 * HOUR, NOW - 13 * HOUR);
        assertThat(put(store, "fed", cut - 1)).containsExactly("out of bounds");
        assertThat(put(store, "fed", cut)).isEmpty();
        assertThat(put(store.own(), "late", cut - 1)).containsExactly("out of bounds");
    }
}

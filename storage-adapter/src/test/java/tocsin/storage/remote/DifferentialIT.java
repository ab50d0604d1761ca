package tocsin.storage.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.value.StaleMarker;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.local.LocalStore;
import tocsin.storage.local.StoreSettings;
import tocsin.storage.read.RemoteReadSource;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Random writes, deletions, restarts and compactions, done to a real Prometheus and to the store
/// alike: what one takes the other takes, and what one gives the other gives. The seed and the time
/// of the data are the same in each run; `-Ddifferential.seed=N` and `-Ddifferential.steps=N` ask
/// for others.
class DifferentialIT {
    private static final int SERIES = 12;
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Encoding", "snappy",
                    "Content-Type", "application/x-protobuf",
                    "X-Prometheus-Remote-Write-Version", "0.1.0");

    @TempDir Path folder;
    private final Transport transport =
            new JdkTransport(HttpClient.newHttpClient(), Map.of(), 256 << 20);
    private final long end = Instant.parse("2026-11-20T07:41:13Z").toEpochMilli();
    private Random random;
    private LocalStore store;
    private Peer peer;
    private long clock;
    private final List<String> deletions = new ArrayList<>();
    private final StringBuilder history = new StringBuilder();

    @Test
    void whatOneGivesTheOtherGives() throws Exception {
        long seed = Long.getLong("differential.seed", 20261120);
        random = new Random(seed);
        clock = end - Duration.ofHours(60).toMillis();
        int steps = Integer.getInteger("differential.steps", 120);
        open();
        try (var prometheus = Peer.prometheus(folder, "global: {scrape_interval: 1h}\n")) {
            peer = prometheus;
            for (int step = 0; step < steps && clock < end - 3_600_000; step++) {
                step();
                if (step % 10 == 9) {
                    compare("seed " + seed + " step " + step);
                }
            }
            maintain();
            compare("seed " + seed + " in the end");
            assertThat(store.blocks().size()).isGreaterThan(1);
        } finally {
            store.close();
        }
    }

    private void open() throws Exception {
        store =
                LocalStore.open(
                        StoreSettings.of(folder.resolve("own"))
                                .withRetention(Duration.ofDays(3650)),
                        new PrometheusRegistry(),
                        new Random(random.nextLong()));
    }

    private void step() throws Exception {
        int choice = random.nextInt(100);
        if (choice < 62) {
            write(5 + random.nextInt(40));
        } else if (choice < 74) {
            odd();
        } else if (choice < 84) {
            delete();
        } else if (choice < 88) {
            history.append("restart of ours; ");
            if (random.nextBoolean()) {
                store.close();
            }
            open();
            // After a restart the first sender sets the bound, theirs stands where it was.
            write(1);
        } else if (choice < 90) {
            history.append("restart of theirs; ");
            restartTheirs();
        } else if (choice < 96) {
            maintain();
        } else if (choice < 98) {
            history.append("clean; ");
            store.cleanTombstones(Instant.ofEpochMilli(clock));
            assertThat(peer.post("/api/v1/admin/tsdb/clean_tombstones").statusCode())
                    .isEqualTo(204);
        } else {
            clock += Duration.ofMinutes(random.nextInt(200)).toMillis();
        }
    }

    /// Prometheus 2.42 can forget over a restart what was deleted from its head (the same samples
    /// were gone before it), so what was deleted is deleted there again.
    private void restartTheirs() throws Exception {
        peer.restart();
        for (String deletion : deletions) {
            assertThat(peer.post(deletion).statusCode()).isEqualTo(204);
        }
    }

    private void maintain() throws Exception {
        history.append("maintain; ");
        store.maintain(Instant.ofEpochMilli(clock));
    }

    private static Labels labels(int series) {
        return Labels.of("__name__", "m" + series % 3, "n", "s" + series, "z", series % 2 + "ß");
    }

    private double value() {
        return switch (random.nextInt(12)) {
            case 0 -> StaleMarker.VALUE;
            case 1 -> Double.NaN;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3, 4, 5 -> random.nextInt(5);
            case 6 -> random.nextGaussian() * 1e300;
            default -> random.nextInt(1_000_000) / 8.0;
        };
    }

    /// Scrapes, as they come: all series, a little time apart, some missing.
    private void write(int scrapes) throws Exception {
        history.append("write ").append(scrapes).append("; ");
        for (int i = 0; i < scrapes; i++) {
            clock += 15_000 + (random.nextInt(8) == 0 ? random.nextInt(400_000) : 0);
            var samples = new ArrayList<Sample>();
            for (int s = 0; s < SERIES; s++) {
                if (random.nextInt(10) > 0) {
                    samples.add(new Sample(labels(s), clock + random.nextInt(3), value()));
                }
            }
            assertThat(sent(samples)).as("%s", history).isEqualTo(204);
            assertThat(store.append(samples)).as("%s", history).isEmpty();
        }
    }

    /// A connection from before its restart may be dead; the same samples twice are no harm.
    private int sent(List<Sample> samples) throws Exception {
        try {
            return sentOnce(samples);
        } catch (IOException e) {
            return sentOnce(samples);
        }
    }

    private int sentOnce(List<Sample> samples) throws Exception {
        return transport
                .post(
                        peer.at("/api/v1/write"),
                        HEADERS,
                        WriteMessage.of(samples, Labels.EMPTY),
                        Duration.ofSeconds(20))
                .status();
    }

    /// One sample that may come too late, or twice: both must say the same of it.
    private void odd() throws Exception {
        long at = clock - random.nextInt(3) * random.nextInt(8_000_000);
        var sample = new Sample(labels(random.nextInt(SERIES + 2)), at, random.nextInt(3));
        boolean theirs = sent(List.of(sample)) == 204;
        boolean ours = store.append(List.of(sample)).isEmpty();
        history.append("odd ").append(sample).append(' ').append(theirs).append("; ");
        assertThat(ours).as("%s", history).isEqualTo(theirs);
    }

    private void delete() throws Exception {
        var matcher = "n=~\"s[" + random.nextInt(5) + "-" + (5 + random.nextInt(4)) + "]\"";
        long to = clock - random.nextInt(40_000_000);
        long from = to - random.nextInt(20_000_000);
        history.append("delete ").append(matcher).append(from).append(" to ").append(to);
        history.append("; ");
        String path =
                "/api/v1/admin/tsdb/delete_series?match[]="
                        + URLEncoder.encode("{" + matcher + "}", StandardCharsets.UTF_8)
                        + "&start="
                        + from / 1000.0
                        + "&end="
                        + to / 1000.0;
        deletions.add(path.replace("[]", "%5B%5D"));
        assertThat(peer.post(deletions.getLast()).statusCode()).isEqualTo(204);
        var matchers =
                List.of(
                        Matcher.promql(
                                MatchType.MATCHES,
                                "n",
                                matcher.substring(4, matcher.length() - 1)));
        store.delete(matchers, from, to);
    }

    private void compare(String when) throws Exception {
        for (boolean chunks : new boolean[] {false, true}) {
            var theirs =
                    new RemoteReadSource(
                            new RemoteReadSource.Settings(
                                    List.of(peer.at("/api/v1/read")),
                                    Duration.ofSeconds(60),
                                    chunks,
                                    100_000_000),
                            transport);
            Map<String, String> expected = contents(theirs);
            Map<String, String> actual = contents(store);
            assertThat(actual.keySet()).as(when).isEqualTo(expected.keySet());
            expected.forEach((series, samples) ->
                    assertThat(actual.get(series))
                            .as("%s: %s after %s", when, series, history)
                            .isEqualTo(samples));
        }
    }

    private Map<String, String> contents(SeriesSource source) throws Exception {
        var all = new TreeMap<String, String>();
        var matchers = List.of(Matcher.promql(MatchType.MATCHES, "__name__", "m.+"));
        long from = end - Duration.ofHours(80).toMillis();
        try (var selector = source.prepare(matchers)) {
            for (var series : selector.select(from, end + 1).series()) {
                var into = new SampleBuffer();
                series.read(from, end + 1, into);
                var text = new StringBuilder();
                for (int i = 0; i < into.size(); i++) {
                    text.append(into.timestamp(i))
                            .append('=')
                            .append(Long.toHexString(Double.doubleToRawLongBits(into.value(i))))
                            .append(' ');
                }
                if (into.size() > 0) {
                    all.put(series.labels().toString(), text.toString());
                }
            }
        }
        return all;
    }
}

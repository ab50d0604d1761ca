package tocsin.benchmarks.alerts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A storm: 100,000 firing alerts in 5,000 groups and 1,000 silences; then, while 1,000 alerts a
/// second keep arriving, how long the answers take that people and load balancers wait for.
///
/// Usage: `java StormLoad.java http://127.0.0.1:9093 [alerts=100000] [seconds=15] [silences=1000]
/// [all|fill|measure]`. Prints one line for each question: count, failures, p50, p99 and the
/// longest in milliseconds, bytes of the last answer.
public final class StormLoad {
    private static final int BATCH = 500;
    private static final int CLUSTERS = 100;
    private static final int NAMES = 50;

    private final String base;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private StormLoad(String base) {
        this.base = base;
    }

    /// Runs it.
    public static void main(String[] args) throws Exception {
        int alerts = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 15;
        int silences = args.length > 3 ? Integer.parseInt(args[3]) : 1_000;
        var load = new StormLoad(args[0]);
        String part = args.length > 4 ? args[4] : "all";
        if (!part.equals("measure")) {
            load.silence(silences);
            load.fill(alerts);
        }
        if (!part.equals("fill")) {
            load.measure(alerts, seconds);
        }
    }

    private void silence(int count) throws Exception {
        Instant now = Instant.now();
        for (int i = 0; i < count; i++) {
            // Every tenth silences something; the others are there to be looked through.
            String value = i % 10 == 0 ? "node-" + i + "[0-9]" : "absent-" + i;
            String body =
                    """
                    {"matchers":[{"name":"instance","value":"%s","isRegex":true,"isEqual":true},
                     {"name":"alertname","value":"Alert%d","isRegex":false,"isEqual":true}],
                     "startsAt":"%s","endsAt":"%s","createdBy":"load","comment":"load"}
                    """
                            .formatted(value, i % NAMES, now, now.plus(Duration.ofHours(1)));
            int status = post("/api/v2/silences", body);
            if (status != 200) {
                throw new IOException("a silence was answered with " + status);
            }
        }
    }

    private void fill(int alerts) throws Exception {
        long begun = System.nanoTime();
        for (int first = 0; first < alerts; first += BATCH) {
            int status = post("/api/v2/alerts", batch(first, Math.min(BATCH, alerts - first)));
            if (status != 200) {
                throw new IOException("alerts were answered with " + status);
            }
        }
        say("fill", List.of((System.nanoTime() - begun) / 1e6), 0, 0);
    }

    private static String batch(int first, int count) {
        var all = new ArrayList<String>(count);
        String end = Instant.now().plus(Duration.ofMinutes(20)).toString();
        for (int i = first; i < first + count; i++) {
            all.add(
                    """
                    {"annotations":{"summary":"Disk of node-%d is nearly full"},"endsAt":"%s",\
                    "generatorURL":"http://prometheus.example/graph?g0.expr=up","labels":\
                    {"alertname":"Alert%d","cluster":"c%d","instance":"node-%d","job":"node",\
                    "severity":"%s","team":"team%d"}}\
                    """
                            .formatted(
                                    i,
                                    end,
                                    i % NAMES,
                                    i / NAMES % CLUSTERS,
                                    i,
                                    i % 3 == 0 ? "critical" : "warning",
                                    i % 20));
        }
        return "[" + String.join(",", all) + "]";
    }

    private void measure(int alerts, int seconds) throws Exception {
        var over = new AtomicBoolean();
        var posted = new ArrayList<Double>();
        var failed = new AtomicLong();
        Thread poster =
                Thread.ofPlatform().daemon().start(() -> keepPosting(alerts, over, posted, failed));
        ask("healthy", seconds, "/-/healthy");
        ask(
                "filtered",
                seconds,
                "/api/v2/alerts?filter=team%3D%22team7%22&filter=alertname%3D%22Alert7%22");
        ask("one", seconds, "/api/v2/alerts?filter=instance%3D%22node-77%22");
        ask("silenced", seconds, "/api/v2/alerts?active=false&inhibited=false");
        ask("receiver", seconds, "/api/v2/alerts?receiver=few");
        ask("groups", seconds, "/api/v2/alerts/groups");
        ask("groups-filtered", seconds, "/api/v2/alerts/groups?filter=cluster%3D%22c3%22");
        over.set(true);
        poster.join();
        say("post100", posted, failed.get(), 0);
        Thread loaded = Thread.ofPlatform().daemon().start(() -> list(seconds));
        ask("healthy-while-all-are-listed", seconds, "/-/healthy");
        loaded.join();
    }

    private void list(int seconds) {
        try {
            ask("all", seconds, "/api/v2/alerts");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Ten batches of 100 a second: seven of alerts that are known, three of new ones.
    private void keepPosting(int alerts, AtomicBoolean over, List<Double> took, AtomicLong failed) {
        int fresh = alerts;
        int known = 0;
        long next = System.nanoTime();
        while (!over.get()) {
            boolean isFresh = took.size() % 10 >= 7;
            int first = isFresh ? fresh : known;
            long begun = System.nanoTime();
            try {
                failed.addAndGet(post("/api/v2/alerts", batch(first, 100)) == 200 ? 0 : 1);
            } catch (IOException e) {
                failed.incrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
            took.add((System.nanoTime() - begun) / 1e6);
            fresh += isFresh ? 100 : 0;
            known = (known + 100) % alerts;
            next += 100_000_000;
            pause(next - System.nanoTime());
        }
    }

    private static void pause(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, nanos)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String name, int seconds, String path)
            throws IOException, InterruptedException {
        var took = new ArrayList<Double>();
        long failed = 0;
        long bytes = 0;
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < until) {
            long begun = System.nanoTime();
            HttpResponse<byte[]> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(base + path)).build(),
                            BodyHandlers.ofByteArray());
            took.add((System.nanoTime() - begun) / 1e6);
            failed += answer.statusCode() == 200 ? 0 : 1;
            bytes = answer.body().length;
            pause(20_000_000);
        }
        say(name, took, failed, bytes);
    }

    private static void say(String name, List<Double> millis, long failed, long bytes) {
        var sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-30s n=%d failed=%d p50=%.1f p99=%.1f max=%.1f bytes=%d%n",
                name,
                sorted.size(),
                failed,
                sorted.get(sorted.size() / 2),
                sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100)),
                sorted.getLast(),
                bytes);
    }

    private int post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(base + path))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}

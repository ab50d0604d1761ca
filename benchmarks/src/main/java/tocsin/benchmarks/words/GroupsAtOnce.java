package tocsin.benchmarks.words;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Many groups that are due at once, and a webhook that takes its time to answer: how long from the
/// first request to the last answer. The webhook is here.
///
/// Usage: `java GroupsAtOnce.java BASE WEBHOOK-PORT [groups=5000] [rounds=4] [answer-ms=50]`.
/// Groups are made of new alerts in each round, so that each is a first notification.
public final class GroupsAtOnce {
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final Sink sink;

    private GroupsAtOnce(String base, Sink sink) {
        this.base = base;
        this.sink = sink;
    }

    /// What came to the webhook in one round.
    private static final class Sink {
        private final int answerMillis;
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger mostInside = new AtomicInteger();
        private final AtomicLong first = new AtomicLong();
        private final AtomicLong last = new AtomicLong();

        Sink(int answerMillis) {
            this.answerMillis = answerMillis;
        }

        void clear() {
            answered.set(0);
            mostInside.set(0);
            first.set(0);
        }

        void serve(HttpExchange exchange) throws IOException {
            first.compareAndSet(0, System.nanoTime());
            int now = inside.incrementAndGet();
            mostInside.accumulateAndGet(now, Math::max);
            exchange.getRequestBody().readAllBytes();
            try {
                Thread.sleep(answerMillis);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            inside.decrementAndGet();
            last.accumulateAndGet(System.nanoTime(), Math::max);
            answered.incrementAndGet();
        }
    }

    /// Runs it.
    public static void main(String[] args) throws Exception {
        int groups = args.length > 2 ? Integer.parseInt(args[2]) : 5_000;
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 4;
        var sink = new Sink(args.length > 4 ? Integer.parseInt(args[4]) : 50);
        var address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
        HttpServer server = HttpServer.create(address, 8_192);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", sink::serve);
        server.start();
        try {
            var load = new GroupsAtOnce(args[0], sink);
            for (int round = 0; round < rounds; round++) {
                load.round(round, groups);
            }
        } finally {
            server.stop(0);
        }
    }

    private void round(int round, int groups) throws Exception {
        sink.clear();
        long begun = System.nanoTime();
        for (int i = 0; i < groups; i += BATCH) {
            post(batch(round, i, Math.min(BATCH, groups - i)));
        }
        double posted = seconds(begun, System.nanoTime());
        long deadline = begun + PATIENCE.toNanos();
        while (sink.answered.get() < groups && System.nanoTime() - deadline < 0) {
            Thread.sleep(20);
        }
        System.out.printf(
                "round %d: %d of %d told, %.2f s from the first request to the last answer,"
                        + " %d at once; posted in %.2f s%n",
                round,
                sink.answered.get(),
                groups,
                seconds(sink.first.get(), sink.last.get()),
                sink.mostInside.get(),
                posted);
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    private static String batch(int round, int first, int count) {
        List<String> all = new ArrayList<>(count);
        for (int i = first; i < first + count; i++) {
            all.add(
                    """
                    {"labels":{"alertname":"Down%d","instance":"host-%d:9100","severity":"critical"},
                     "annotations":{"summary":"host-%d is down"},"startsAt":"%s"}
                    """
                            .formatted(round, i, i, Instant.now()));
        }
        return "[" + String.join(",", all) + "]";
    }

    private void post(String body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + "/api/v2/alerts"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("alerts were answered with " + status);
        }
    }
}

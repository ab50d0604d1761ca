package tocsin.benchmarks.promql;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.rules.EvaluationException;
import tocsin.rules.Expression;
import tocsin.rules.Expressions;
import tocsin.rules.promql.PromqlExpressions;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.ingest.IngestMetrics;
import tocsin.storage.ingest.Metadata;
import tocsin.storage.ingest.RemoteWriteReceiver;
import tocsin.storage.ingest.WriteOutcome;
import tocsin.storage.local.LocalStore;
import tocsin.storage.local.StoreSettings;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// What a tick of rules costs in CPU: ours as the server evaluates them, by plans that stay, over
/// the embedded store in this process; Prometheus by the same expressions as instant queries, for
/// it compiles its rules anew at each tick just as it does queries.
///
/// Arguments: rules, metrics (each of 500 series), a folder, `http://host:port,pid` of Prometheus.
public final class Rules {
    private static final long INTERVAL = 15_000;
    private static final int INSTANCES = 50;
    private static final int PATHS = 10;
    private static final int HISTORY = 40;
    private static final int TICKS = 12;
    private static final int WARM = 6;
    private static final int GROUP = 20;

    private static final String[] SHAPES = {
        "sum by (job) (rate(m_%d_total[5m]))",
        "sum by (job, path) (rate(m_%d_total[5m]))",
        "sum(rate(m_%d_total{path=~\"/api/[0-4]\"}[5m])) / sum(rate(m_%d_total[5m])) > 0.05",
        "rate(m_%d_total[5m]) * on (instance) group_left (version) m_0_info",
        "sum by (instance) (m_%d_total) * on (instance) group_left (version) m_0_info",
        "m_%d_total > 1e9",
        "avg_over_time(m_%d_total[5m]) < 0",
        "max_over_time(sum(rate(m_%d_total[1m]))[5m:1m])",
        "absent(m_%d_total{job=\"job-1\"})",
        "histogram_quantile(0.99, sum by (le) (rate(m_%d_bucket[5m])))"
    };

    private final List<byte[]> series = new ArrayList<>();
    private final double[] values;
    private final Random random = new Random(7);
    private final List<String> rules = new ArrayList<>();
    private final Server theirs;
    private final RemoteWriteReceiver ours;
    private final List<Expression> compiled = new ArrayList<>();
    private long now;

    private Rules(int ruleCount, int metrics, LocalStore store, Server theirs) {
        this.theirs = theirs;
        this.now = Instant.parse("2026-11-24T00:00:00Z").toEpochMilli();
        for (int metric = 0; metric < metrics; metric++) {
            boolean buckets = metric % 10 == 9;
            for (int i = 0; i < INSTANCES * PATHS; i++) {
                series.add(labels(metric, buckets, i));
            }
        }
        for (int i = 0; i < INSTANCES; i++) {
            series.add(
                    Server.labels(
                            "__name__",
                            "m_0_info",
                            "instance",
                            "host-" + i,
                            "version",
                            "v" + i % 3));
        }
        values = new double[series.size()];
        for (int i = 0; i < ruleCount; i++) {
            String shape = SHAPES[i % SHAPES.length];
            int base = i / SHAPES.length * 10 % metrics;
            int metric = shape.contains("_bucket") ? base + 9 : base + i % 9;
            rules.add(shape.replace("%d", String.valueOf(metric)));
        }
        var registry = new PrometheusRegistry();
        var clock = Clock.fixed(Instant.ofEpochMilli(now).plus(Duration.ofDays(1)), ZoneOffset.UTC);
        ours = new RemoteWriteReceiver(store, clock, new IngestMetrics(registry), new Metadata());
        compile(
                new Engine(
                        store,
                        EngineOptions.SERVER,
                        Engine.Limits.SERVER,
                        new EngineMetrics(registry)));
    }

    private static byte[] labels(int metric, boolean buckets, int i) {
        String instance = "host-" + i % INSTANCES;
        String job = "job-" + i % 5;
        int path = i / INSTANCES;
        return buckets
                ? Server.labels(
                        "__name__",
                        "m_" + metric + "_bucket",
                        "instance",
                        instance,
                        "job",
                        job,
                        "le",
                        path == PATHS - 1 ? "+Inf" : String.valueOf(path / 10.0))
                : Server.labels(
                        "__name__",
                        "m_" + metric + "_total",
                        "instance",
                        instance,
                        "job",
                        job,
                        "path",
                        "/api/" + path);
    }

    private void compile(Engine engine) {
        var expressions = new PromqlExpressions(engine);
        for (int from = 0; from < rules.size(); from += GROUP) {
            List<String> group = rules.subList(from, Math.min(rules.size(), from + GROUP));
            Expressions together =
                    expressions.together(new Expressions.Together(group, Set.of("ALERTS")));
            group.forEach(rule -> compiled.add(together.compile(rule)));
        }
    }

    /// Runs the ticks and prints what each cost.
    public static void main(String[] arguments) throws Exception {
        StoreSettings settings = StoreSettings.of(Path.of(arguments[2]));
        LocalStore store = LocalStore.open(settings, new PrometheusRegistry(), new Random(1));
        try (store) {
            new Rules(
                            Integer.parseInt(arguments[0]),
                            Integer.parseInt(arguments[1]),
                            store,
                            new Server(arguments[3]))
                    .run();
        }
    }

    private void run() throws IOException, InterruptedException, EvaluationException {
        for (int i = 0; i < HISTORY; i++) {
            scrape();
        }
        System.out.printf("%d series, %d rules%n", series.size(), rules.size());
        double own = 0;
        double other = 0;
        for (int tick = 0; tick < TICKS; tick++) {
            scrape();
            double ownCpu = ourTick();
            double otherCpu = tick < WARM - 2 ? Double.NaN : theirTick();
            System.out.printf("tick %d: ours %.3f CPU s, theirs %.3f%n", tick, ownCpu, otherCpu);
            if (tick >= WARM) {
                own += ownCpu;
                other += otherCpu;
            }
        }
        System.out.printf(
                "ours %.3f, theirs %.3f CPU s a tick, theirs to ours %.1f%n",
                own / (TICKS - WARM), other / (TICKS - WARM), other / own);
    }

    private void scrape() throws IOException, InterruptedException {
        now += INTERVAL;
        var message = new ByteOut(1 << 22);
        for (int i = 0; i < values.length; i++) {
            values[i] += random.nextInt(40);
            Server.series(message, series.get(i), new long[] {now}, new double[] {values[i]});
            if (message.size() > 4_000_000 || i == values.length - 1) {
                theirs.write(message);
                if (!(ours.writeV1(message.toBytes()) instanceof WriteOutcome.Written)) {
                    throw new IOException("samples were refused");
                }
                message = new ByteOut(1 << 22);
            }
        }
    }

    private double ourTick() throws EvaluationException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        long samples = 0;
        for (Expression each : compiled) {
            samples += each.evaluate(now).size();
        }
        long ended = threads.getCurrentThreadCpuTime();
        if (samples == 0) {
            throw new IllegalStateException("rules without any result measure nothing");
        }
        return (ended - begun) / 1e9;
    }

    private double theirTick() throws IOException, InterruptedException {
        double before = theirs.cpuSeconds();
        for (String each : rules) {
            theirs.ask("query", Map.of("query", each, "time", now / 1_000 + ""));
        }
        return theirs.cpuSeconds() - before;
    }
}

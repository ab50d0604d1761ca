package tocsin.benchmarks.promql;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import tocsin.labels.Labels;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.eval.Result;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.local.LocalStore;
import tocsin.storage.local.StoreSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The engine alone over the embedded store: each shape over 100 series of 720 samples, at an
/// instant and over 1,000 steps, as a query that is compiled each time and as one that stays, as
/// those of rules do.
///
/// `java -cp … org.openjdk.jmh.Main EngineBench -p kind=instant,range -prof gc`
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
public class EngineBench {
    private static final long START = 1_767_225_600_000L;
    private static final long INTERVAL = 15_000;
    private static final int SAMPLES = 720;
    private static final int SERIES = 100;
    private static final long STEP = 10_000;
    private static final int STEPS = 1_000;

    /// By its place in the list.
    @Param({
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16",
        "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31",
        "32", "33", "34"
    })
    int shape;

    /// `instant`, `range`, or `standing`: an instant of a query that stays.
    @Param({"instant", "range", "standing"})
    String kind = "instant";

    private Path folder = Path.of("");
    private LocalStore store;
    private Engine engine;
    private tocsin.promql.eval.Prepared standing;
    private String query = "";

    /// Fills the store.
    @Setup
    public void fill() throws IOException {
        folder = Files.createTempDirectory("tocsin-bench");
        store = LocalStore.open(StoreSettings.of(folder), new PrometheusRegistry(), new Random(1));
        List<Labels> series = series();
        double[] last = new double[series.size()];
        var random = new Random(1);
        for (int at = 0; at < SAMPLES; at++) {
            var samples = new ArrayList<Sample>();
            for (int i = 0; i < last.length; i++) {
                last[i] = random.nextInt(2_000) == 0 ? 0 : last[i] + random.nextInt(50);
                samples.add(new Sample(series.get(i), START + at * INTERVAL, last[i]));
            }
            store.append(samples);
        }
        var metrics = new EngineMetrics(new PrometheusRegistry());
        engine = new Engine(store, EngineOptions.SERVER, Engine.Limits.SERVER, metrics);
        query = Shapes.ALL.get(shape).replace("X", "hundred");
        standing = engine.prepare(query);
        System.out.printf("# shape %d: %s%n", shape, query);
    }

    private static List<Labels> series() {
        List<Labels> series = new ArrayList<>();
        series.add(Labels.of("__name__", "a_one"));
        for (int i = 0; i < SERIES; i++) {
            series.add(Labels.of("__name__", "a_hundred", "l", "" + i));
            series.add(Labels.of("__name__", "b_hundred", "l", "" + i));
            for (String bound : Shapes.BOUNDS) {
                series.add(Labels.of("__name__", "h_hundred", "l", "" + i, "le", bound));
            }
        }
        return series;
    }

    /// Asks once.
    @Benchmark
    public Result ask() {
        long end = START + SAMPLES * INTERVAL;
        Engine.Wishes wishes = Engine.Wishes.none();
        return switch (kind) {
            case "instant" -> engine.instant(query, end, wishes);
            case "standing" -> standing.instant(end, wishes);
            default -> {
                long from = START + 600_000;
                yield engine.range(query, from, from + (STEPS - 1) * STEP, STEP, wishes);
            }
        };
    }

    /// Clears up.
    @TearDown
    public void close() throws IOException {
        standing.close();
        store.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

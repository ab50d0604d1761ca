package tocsin.promql.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.promql.MemorySource;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.Engine.Wishes;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.eval.QueryException;
import tocsin.promql.eval.Result;
import tocsin.promql.parse.ParseException;
import tocsin.promql.parse.ParserOptions;
import tocsin.promql.random.RandomQueries;
import tocsin.promql.random.RandomQueries.Dialect;
import tocsin.promql.random.RandomSeries;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Random queries answered by us and by a real Prometheus over the same samples. Windows lie so
/// that it makes no difference that its version 2.42 closes them on the left.
///
/// `-Dtocsin.promql.beside=…` asks that many, `-Dtocsin.promql.seed=…` begins at another seed.
final class DebianIT {
    private static final long START = 1_700_000_000_000L;
    private static final int SCRAPES = 240;
    private static final int QUERIES = Integer.getInteger("tocsin.promql.beside", 600);
    private static final long SEED = Long.getLong("tocsin.promql.seed", 1);
    private static final double TOLERANCE = 1e-9;
    private static final double TINY = 1e-14;

    private final MemorySource source = new MemorySource();
    private final Engine engine =
            new Engine(
                    source,
                    new EngineOptions(
                            new ParserOptions(true, true, false, false),
                            Duration.ofMinutes(5),
                            Duration.ofMinutes(1),
                            false,
                            false,
                            false),
                    Engine.Limits.SERVER,
                    new EngineMetrics(new PrometheusRegistry()));

    private static Debian.Answer answer(Supplier<Result> query) {
        try {
            Map<Labels, Map<Long, Double>> rows = new TreeMap<>();
            switch (query.get().value()) {
                case Result.Value.Scalar(long at, double number) ->
                        rows.put(Labels.EMPTY, Map.of(at, number));
                case Result.Value.Text text -> throw new IllegalStateException(text.value());
                case Result.Value.Vector(var samples) ->
                        samples.forEach(each ->
                                rows.put(
                                        each.labels(),
                                        Map.of(each.timestampMillis(), each.value())));
                case Result.Value.Matrix(var series) ->
                        series.forEach(each -> {
                            Map<Long, Double> values = new TreeMap<>();
                            each.points()
                                    .forEach(at -> values.put(at.timestampMillis(), at.value()));
                            rows.put(each.labels(), values);
                        });
            }
            return new Debian.Answer("", rows);
        } catch (QueryException | ParseException e) {
            return new Debian.Answer(String.valueOf(e.getMessage()), Map.of());
        }
    }

    private static boolean same(double a, double b) {
        return a == b
                || (Double.isNaN(a) && Double.isNaN(b))
                || Math.abs(a - b) <= TINY
                || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }

    private static String difference(Debian.Answer ours, Debian.Answer theirs) {
        if (ours.error().contains("many-to-one matching must be explicit")) {
            // Since then said also when a comparison does not hold.
            return "";
        }
        if (ours.error().isEmpty() != theirs.error().isEmpty()) {
            return "ours: '" + ours.error() + "', theirs: '" + theirs.error() + "'";
        }
        if (!ours.rows().keySet().equals(theirs.rows().keySet())) {
            return "ours " + ours.rows().keySet() + ", theirs " + theirs.rows().keySet();
        }
        for (var row : ours.rows().entrySet()) {
            Map<Long, Double> other = theirs.rows().getOrDefault(row.getKey(), Map.of());
            var times = new TreeSet<>(row.getValue().keySet());
            times.addAll(other.keySet());
            for (long at : times) {
                Double own = row.getValue().get(at);
                Double their = other.get(at);
                boolean same = own != null && their != null && same(own, their);
                if (!same) {
                    return "%s at %d: ours %s, theirs %s".formatted(row.getKey(), at, own, their);
                }
            }
        }
        return "";
    }

    @Test
    void queriesAreAnsweredAsPrometheusAnswersThem(@TempDir Path folder) throws Exception {
        boolean installed = Debian.isInstalled();
        if (!installed) {
            System.out.println("skipped: no /usr/bin/prometheus");
        }
        Assumptions.assumeTrue(installed);
        var differences = new ArrayList<String>();
        int empty = 0;
        try (var debian = new Debian(folder)) {
            load(debian);
            for (long seed = SEED; seed < SEED + QUERIES; seed++) {
                var random = new Random(seed);
                String query = new RandomQueries(random, Dialect.DEBIAN).query(random.nextInt(5));
                List<Debian.Answer> both = ask(debian, query, random);
                empty += both.getFirst().rows().isEmpty() ? 1 : 0;
                String difference = difference(both.getFirst(), both.getLast());
                if (!difference.isEmpty()) {
                    differences.add("seed " + seed + " " + query + ": " + difference);
                }
            }
        }
        System.out.printf(
                "%d queries beside Prometheus: %d without an answer, %d differ%n",
                QUERIES, empty, differences.size());
        differences.forEach(System.out::println);
        assertThat(differences).isEmpty();
        assertThat(empty).isLessThan(QUERIES / 2);
    }

    private void load(Debian debian) throws Exception {
        var series = new RandomSeries(new Random(SEED), false);
        for (int i = 0; i < SCRAPES; i++) {
            List<Throwable> failures = new ArrayList<>();
            series.scrape(
                    START + i * RandomSeries.INTERVAL,
                    (labels, at, value) -> {
                        source.add(labels, at, value, 0);
                        try {
                            debian.write(labels, at, value);
                        } catch (Exception e) {
                            failures.add(e);
                        }
                    });
            assertThat(failures).isEmpty();
        }
        debian.flush();
    }

    private List<Debian.Answer> ask(Debian debian, String query, Random random) throws Exception {
        long at = START + 1_000 + 5_000L * random.nextInt(60, 700);
        String theirs = query.replace("double_exponential_smoothing", "holt_winters");
        String ours = query.replace("holt_winters", "double_exponential_smoothing");
        if (random.nextBoolean()) {
            return List.of(
                    answer(() -> engine.instant(ours, at, Wishes.none())),
                    debian.instant(theirs, at));
        }
        long step = 5_000L * random.nextInt(1, 20);
        long end = at + 20 * step;
        return List.of(
                answer(() -> engine.range(ours, at, end, step, Wishes.none())),
                debian.range(theirs, at, end, step));
    }
}

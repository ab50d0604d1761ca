package tocsin.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.promql.MemorySource;
import tocsin.promql.eval.Engine.Wishes;
import tocsin.promql.notation.HistogramNotation;
import tocsin.promql.random.RandomQueries;
import tocsin.promql.random.RandomQueries.Dialect;
import tocsin.promql.random.RandomSeries;
import tocsin.promql.value.FloatHistogram;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// What plans remember, and what ranges do in one pass, changes no answer: random queries over
/// random series that come and go, against plans made afresh and against one instant after another.
///
/// `-Dtocsin.promql.seeds=…` runs more of them, `-Dtocsin.promql.seed=…` begins at another.
final class PlanTest {
    private static final long START = 1_700_000_000_000L;
    private static final long STEP = RandomSeries.INTERVAL;
    private static final int SCRAPES = 60;
    private static final int QUERIES = 15;
    private static final int FIRST = Integer.getInteger("tocsin.promql.seed", 1);
    private static final Pattern ORDERLESS = Pattern.compile("count_values| fill");
    private static final Pattern SENSITIVE = Pattern.compile("topk|bottomk|limit|std|avg|sum");
    private static final int SEEDS = Integer.getInteger("tocsin.promql.seeds", 12);

    private final MemorySource source = new MemorySource();
    private final Engine engine =
            new Engine(
                    source,
                    EngineOptions.SCRIPTS,
                    Engine.Limits.SERVER,
                    new EngineMetrics(new PrometheusRegistry()));

    private static String shown(double value, @Nullable FloatHistogram histogram) {
        return histogram == null ? String.valueOf(value) : HistogramNotation.write(histogram);
    }

    private static String answer(Supplier<Result> query) {
        try {
            Result result = query.get();
            return rows(result).toString() + said(result.warnings()) + said(result.infos());
        } catch (QueryException e) {
            return failure(e);
        }
    }

    /// Of several pairs of duplicates any may be named.
    private static String failure(QueryException e) {
        return "failed: " + String.valueOf(e.getMessage()).replaceAll("for the match group .*", "");
    }

    private static List<String> said(List<String> notes) {
        return notes.stream().sorted().toList();
    }

    private static Map<Labels, String> rows(Result result) {
        var rows = new TreeMap<Labels, String>();
        switch (result.value()) {
            case Result.Value.Scalar(_, double number) -> rows.put(Labels.EMPTY, number + "");
            case Result.Value.Text(_, var text) -> rows.put(Labels.EMPTY, text);
            case Result.Value.Vector(var samples) ->
                    samples.forEach(
                            each -> rows.put(each.labels(), shown(each.value(), each.histogram())));
            case Result.Value.Matrix(var series) ->
                    series.forEach(each -> rows.put(each.labels(), points(each.points())));
        }
        return rows;
    }

    private static String points(List<Result.Point> points) {
        var text = new StringBuilder();
        for (Result.Point each : points) {
            text.append(each.timestampMillis()).append('=');
            text.append(shown(each.value(), each.histogram())).append(' ');
        }
        return text.toString();
    }

    @Test
    void rememberedPlansAnswerAsFreshOnes() {
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            var random = new Random(seed);
            var series = new RandomSeries(random, true);
            var queries = new RandomQueries(random, Dialect.CURRENT);
            List<Prepared> prepared = new ArrayList<>();
            for (int i = 0; i < QUERIES; i++) {
                String query = queries.query(random.nextInt(4));
                if (!dependsOnOrder(query)) {
                    prepared.add(engine.prepare(query));
                }
            }
            for (int i = 0; i < SCRAPES; i++) {
                series.fill(source, START + i * STEP, 1, true);
                long at = START + i * STEP + 6_000;
                for (Prepared each : prepared) {
                    assertThat(answer(() -> each.instant(at, Wishes.none())))
                            .as("seed %d, %s at %d", seed, each.text(), at)
                            .isEqualTo(
                                    answer(() -> engine.instant(each.text(), at, Wishes.none())));
                }
            }
            prepared.forEach(Prepared::close);
        }
    }

    @Test
    void rangesAnswerAsOneInstantAfterAnother() {
        int compared = 0;
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            var random = new Random(seed);
            new RandomSeries(random, true).fill(source, START, SCRAPES, false);
            var queries = new RandomQueries(random, Dialect.CURRENT);
            for (int i = 0; i < QUERIES; i++) {
                String query = queries.query(random.nextInt(4));
                long step = 5_000L * random.nextInt(1, 12);
                if (dependsOnTheRange(query) || dependsOnOrder(query)) {
                    continue;
                }
                compared++;
                compare("seed %d, %s each %d ms".formatted(seed, query, step), query, step);
            }
        }
        assertThat(compared).isGreaterThan(SEEDS * QUERIES / 2);
    }

    private static boolean dependsOnTheRange(String query) {
        return query.contains("start()") || query.contains("end()");
    }

    /// Of equal values the first are chosen, and sums depend on the order in their last digit;
    /// these have rows that stand in the order in which they were first seen.
    private static boolean dependsOnOrder(String query) {
        return ORDERLESS.matcher(query).find() && SENSITIVE.matcher(query).find();
    }

    private void compare(String description, String query, long step) {
        var grid = new Grid(START + 60_000, step, 24);
        Map<Labels, String> stepwise = new TreeMap<>();
        boolean fails = false;
        for (int i = 0; i < grid.steps(); i++) {
            long at = grid.at(i);
            try {
                rows(engine.instant(query, at, Wishes.none()))
                        .forEach((labels, value) ->
                                stepwise.merge(labels, at + "=" + value + " ", String::concat));
            } catch (QueryException e) {
                fails = true;
            }
        }
        Map<Labels, String> range;
        try {
            range = rows(engine.range(query, grid.start(), grid.end(), step, Wishes.none()));
        } catch (QueryException e) {
            // Rows of one name that never meet are no error at an instant, but are in a range.
            boolean strict = String.valueOf(e.getMessage()).contains("same labelset");
            assertThat(fails || strict).as("%s: %s", description, e.getMessage()).isTrue();
            return;
        }
        assertThat(fails).as("%s fails at an instant only", description).isFalse();
        assertThat(range).as(description).isEqualTo(stepwise);
    }
}

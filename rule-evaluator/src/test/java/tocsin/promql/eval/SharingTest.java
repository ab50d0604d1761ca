package tocsin.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.promql.MemorySource;
import tocsin.promql.eval.Engine.Wishes;
import tocsin.promql.random.RandomQueries;
import tocsin.promql.random.RandomQueries.Dialect;
import tocsin.promql.random.RandomSeries;
import tocsin.rules.EvaluationException;
import tocsin.rules.Expression;
import tocsin.rules.Expressions;
import tocsin.rules.promql.PromqlExpressions;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// What rules of a group have in common is evaluated once an instant, and changes no answer.
final class SharingTest {
    private static final int SEEDS = 8;

    private final MemorySource memory = new MemorySource();
    private final CountingSource source = new CountingSource(memory);
    private final Engine engine =
            new Engine(
                    source,
                    EngineOptions.SERVER,
                    Engine.Limits.SERVER,
                    new EngineMetrics(new PrometheusRegistry()));

    @BeforeEach
    void requests() {
        for (int i = 0; i <= 40; i++) {
            memory.add(Labels.of("__name__", "hits_total", "job", "api"), i * 15_000L, i * 30.0);
            memory.add(Labels.of("__name__", "hits_total", "job", "web"), i * 15_000L, i * 15.0);
        }
    }

    private int reads(Set<String> written, String... texts) throws EvaluationException {
        var group = new Expressions.Together(List.of(texts), written);
        Expressions together = new PromqlExpressions(engine).together(group);
        List<Expression> rules = new ArrayList<>();
        for (String text : texts) {
            rules.add(together.compile(text));
        }
        for (Expression rule : rules) {
            rule.evaluate(585_000);
        }
        source.reads = 0;
        for (Expression rule : rules) {
            assertThat(rule.evaluate(600_000)).isNotEmpty();
        }
        rules.forEach(Expression::close);
        return source.reads;
    }

    @Test
    void whatTwoRulesContainIsReadOnce() throws EvaluationException {
        assertThat(
                        reads(
                                Set.of(),
                                "sum(rate(hits_total[5m])) > 1",
                                "sum(rate(hits_total[5m])) / count(rate(hits_total[5m]))",
                                "rate(hits_total[5m]) < 100"))
                .isEqualTo(2);
    }

    @Test
    void whatARuleWritesIsReadAgain() throws EvaluationException {
        assertThat(reads(Set.of("hits_total"), "sum(hits_total) > 1", "2 * sum(hits_total)"))
                .isEqualTo(4);
        assertThat(
                        reads(
                                Set.of("other"),
                                "sum({__name__=~\"hits_.*\"})",
                                "2 * sum({__name__=~\"hits_.*\"})"))
                .isEqualTo(4);
    }

    @Test
    void closedRulesLetGoOfTheirSelections() throws EvaluationException {
        assertThat(reads(Set.of(), "sum(hits_total)", "max_over_time(sum(hits_total)[5m:])"))
                .isPositive();
        assertThat(source.prepared).isZero();
    }

    @Test
    void randomGroupsAnswerAsTheirRulesAlone() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            var random = new Random(seed);
            var series = new RandomSeries(random, true);
            List<String> queries = queries(random);
            Sharing sharing = engine.sharing(queries, Set.of("meta"));
            List<Prepared> group =
                    queries.stream().map(query -> engine.prepare(query, sharing)).toList();
            for (int i = 0; i < 40; i++) {
                long start = 1_700_000_000_000L + i * RandomSeries.INTERVAL;
                series.fill(memory, start, 1, true);
                for (Prepared each : group) {
                    assertThat(answer(each, start + 6_000))
                            .as("seed %d, %s at %d", seed, each.text(), start + 6_000)
                            .isEqualTo(alone(each.text(), start + 6_000));
                }
            }
            group.forEach(Prepared::close);
        }
    }

    private static List<String> queries(Random random) {
        var made = new RandomQueries(random, Dialect.DEBIAN);
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String inner =
                    made.vector(2).replace("holt_winters", "deriv").replace(", 0.3, 0.6", "");
            if (!inner.contains("count_values")) {
                queries.add("(" + inner + ") + on (job) group_left () (" + made.vector(0) + ")");
                queries.add("count(" + inner + ")");
                queries.add(inner);
            }
        }
        return queries.stream().filter(each -> !each.contains("holt_winters")).toList();
    }

    private static String answer(Prepared query, long at) {
        try {
            Result.Value value = query.instant(at, Wishes.none()).value();
            return value instanceof Result.Value.Vector(var samples)
                    ? samples.stream().map(Result.Sample::toString).sorted().toList().toString()
                    : value.toString();
        } catch (QueryException e) {
            return "failed: " + String.valueOf(e.getMessage()).replaceAll("group .*", "");
        }
    }

    private String alone(String query, long at) {
        try (Prepared prepared = engine.prepare(query)) {
            return answer(prepared, at);
        }
    }
}

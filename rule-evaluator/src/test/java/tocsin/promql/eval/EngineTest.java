package tocsin.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.promql.MemorySource;
import tocsin.promql.eval.Engine.Wishes;
import tocsin.rules.EvaluationException;
import tocsin.rules.SampleSink;
import tocsin.rules.promql.PromqlExpressions;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Queries over a few series, and what ends them.
final class EngineTest {
    private final MemorySource source = new MemorySource();
    private final Engine engine = engine(Engine.Limits.SERVER);

    private Engine engine(Engine.Limits limits) {
        return new Engine(
                source, EngineOptions.SERVER, limits, new EngineMetrics(new PrometheusRegistry()));
    }

    @BeforeEach
    void requests() {
        for (int i = 0; i <= 40; i++) {
            source.add(Labels.of("__name__", "hits_total", "job", "api"), i * 15_000L, i * 30.0);
            source.add(Labels.of("__name__", "hits_total", "job", "web"), i * 15_000L, i * 15.0);
        }
    }

    private String ask(String query) {
        return text(engine.instant(query, 600_000, Wishes.none()).value());
    }

    private static String text(Result.Value value) {
        return switch (value) {
            case Result.Value.Scalar(_, double number) -> String.valueOf(number);
            case Result.Value.Text(_, var text) -> text;
            case Result.Value.Vector(var samples) ->
                    samples.stream()
                            .map(sample -> sample.labels() + " " + sample.value())
                            .collect(Collectors.joining("; "));
            case Result.Value.Matrix(var series) ->
                    series.stream()
                            .map(each -> each.labels() + " " + each.points().size())
                            .collect(Collectors.joining("; "));
        };
    }

    @Test
    void ratesAreSummedByLabels() {
        assertThat(ask("round(sum by (job) (rate(hits_total[5m])), 0.001)"))
                .isEqualTo("{job=\"api\"} 2.0; {job=\"web\"} 1.0");
    }

    @Test
    void partnersAreFoundByLabels() {
        assertThat(ask("hits_total / on () group_left () sum (hits_total) > 0.5"))
                .isEqualTo("{job=\"api\"} 0.6666666666666666");
    }

    @Test
    void rangesGiveOneSampleForEachStep() {
        Result result = engine.range("hits_total > 300", 0, 600_000, 60_000, Wishes.none());
        assertThat(text(result.value()))
                .isEqualTo(
                        "{__name__=\"hits_total\", job=\"api\"} 8;"
                                + " {__name__=\"hits_total\", job=\"web\"} 5");
    }

    @Test
    void aPreparedQuerySeesSeriesThatComeAndGo() {
        try (Prepared prepared = engine.prepare("count by (job) (hits_total) or absent(nothing)")) {
            assertThat(text(prepared.instant(600_000, Wishes.none()).value()))
                    .isEqualTo("{job=\"api\"} 1.0; {job=\"web\"} 1.0; {} 1.0");
            source.add(Labels.of("__name__", "hits_total", "job", "new"), 600_000, 1);
            source.drop(Labels.of("__name__", "hits_total", "job", "api"));
            assertThat(text(prepared.instant(600_000, Wishes.none()).value()))
                    .isEqualTo("{job=\"new\"} 1.0; {job=\"web\"} 1.0; {} 1.0");
        }
    }

    @Test
    void rulesAreGivenSamples() throws EvaluationException {
        var expression = new PromqlExpressions(engine).compile("sum(hits_total)");
        assertThat(expression.canonical()).isEqualTo("sum(hits_total)");
        assertThat(expression.evaluate(600_000))
                .containsExactly(new SampleSink.Sample(Labels.EMPTY, 600_000, 1800));
    }

    @Test
    void aQueryThatHoldsTooMuchEnds() {
        Engine small = engine(new Engine.Limits(10_000, 50, 1_000, Duration.ofMinutes(1), 1, 1));
        assertThatThrownBy(() -> small.range("hits_total", 0, 600_000, 15_000, Wishes.none()))
                .isInstanceOf(QueryException.class)
                .hasMessage(
                        "query processing would load too many samples into memory in query"
                                + " execution");
        assertThat(text(small.instant("sum(hits_total)", 600_000, Wishes.none()).value()))
                .isEqualTo("{} 1800.0");
    }

    @Test
    void queriesTogetherAreLimitedToo() {
        Engine small = engine(new Engine.Limits(10_000, 1_000, 50, Duration.ofMinutes(1), 1, 1));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> small.range("hits_total", 0, 600_000, 15_000, Wishes.none()))
                    .isInstanceOf(QueryException.class)
                    .hasMessageContaining("all queries together");
        }
        assertThat(small.instant("hits_total", 600_000, Wishes.none()).warnings()).isEmpty();
    }

    @Test
    void aCancelledQueryEnds() {
        var cancellation = new Cancellation();
        cancellation.cancel();
        assertThatThrownBy(() ->
                        engine.instant("hits_total", 600_000, new Wishes(null, null, cancellation)))
                .isInstanceOfSatisfying(
                        QueryException.class,
                        e -> assertThat(e.kind()).isEqualTo(QueryException.Kind.CANCELED));
    }

    @Test
    void noTimeMeansNoAnswer() {
        assertThatThrownBy(() ->
                        engine.instant(
                                "hits_total",
                                600_000,
                                new Wishes(Duration.ofNanos(1), null, new Cancellation())))
                .isInstanceOfSatisfying(
                        QueryException.class,
                        e -> assertThat(e.kind()).isEqualTo(QueryException.Kind.TIMEOUT));
    }

    @Test
    void remarksSayWhereTheyAreMeant() {
        source.add(Labels.of("__name__", "heat", "room", "a"), 590_000, 1);
        source.add(Labels.of("__name__", "heat", "room", "a"), 600_000, 2);
        Result result = engine.instant("1 + rate(heat[1m])", 600_000, Wishes.none());
        assertThat(result.infos())
                .isEqualTo(
                        List.of(
                                "PromQL info: metric might not be a counter, name does not end in"
                                        + " _total/_sum/_count/_bucket: \"heat\" (1:10)"));
    }
}

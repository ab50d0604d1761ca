package tocsin.rules.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.value.StaleMarker;
import tocsin.rules.EvaluationException;
import tocsin.rules.SampleSink.Sample;
import tocsin.rules.memory.MemorySeries;

import java.util.List;

class PromqlExpressionsTest {
    private static final Labels ON = Labels.of("__name__", "x", "i", "on");
    private static final Labels OVER = Labels.of("__name__", "x", "i", "over");
    private static final Labels OLD = Labels.of("__name__", "x", "i", "old");
    private static final Labels OTHER = Labels.of("__name__", "y");

    @Test
    void theLastSampleOfEachSeriesTellsAlsoThatItIsOver() throws EvaluationException {
        var series = new MemorySeries();
        series.append(
                List.of(
                        new Sample(OLD, 1_000, 1),
                        new Sample(ON, 2_000, 2),
                        new Sample(ON, 3_000, 3),
                        new Sample(OVER, 2_000, 4),
                        new Sample(OVER, 3_000, StaleMarker.VALUE),
                        new Sample(OTHER, 3_000, 5)));
        var engine =
                new Engine(
                        series,
                        EngineOptions.SERVER,
                        Engine.Limits.SERVER,
                        new EngineMetrics(new PrometheusRegistry()));
        List<Sample> last =
                new PromqlExpressions(engine)
                        .lastOf(List.of(Matcher.equal("__name__", "x")), 1_000, 3_000);
        assertThat(last).extracting(Sample::labels).containsExactlyInAnyOrder(ON, OVER);
        assertThat(last)
                .filteredOn(sample -> sample.labels().equals(ON))
                .containsExactly(new Sample(ON, 3_000, 3));
        assertThat(last)
                .filteredOn(sample -> sample.labels().equals(OVER))
                .allMatch(sample -> StaleMarker.is(sample.value()));
    }
}

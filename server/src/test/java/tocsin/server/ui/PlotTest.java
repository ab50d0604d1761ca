package tocsin.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.promql.eval.Points;
import tocsin.promql.eval.Result.Point;
import tocsin.promql.eval.Result.Series;

import java.util.ArrayList;
import java.util.List;

class PlotTest {
    private static final Plot.Span SPAN = new Plot.Span(0, 100_000, 10_000);

    private static Series series(String name, long... timesAndValues) {
        var points = new ArrayList<Point>();
        for (int i = 0; i < timesAndValues.length; i += 2) {
            points.add(new Point(timesAndValues[i], timesAndValues[i + 1], null));
        }
        return new Series(Labels.of("__name__", name), Points.of(points));
    }

    @Test
    void aLineBreaksWhereSamplesAreMissing() {
        Plot plot = Plot.of(List.of(series("a", 0, 0, 10_000, 10, 50_000, 10, 60_000, 0)), SPAN);

        String path = plot.lines().getFirst().path();

        assertThat(path.chars().filter(c -> c == 'M').count()).isEqualTo(2);
        assertThat(path.chars().filter(c -> c == 'L').count()).isEqualTo(2);
        assertThat(path).startsWith("M70.0 ");
        assertThat(plot.data())
                .isEqualTo(
                        "{\"start\":0,\"step\":10000,\"steps\":11,\"series\":[[0.0,10.0,null,null,"
                                + "null,10.0,0.0,null,null,null,null]]}");
    }

    @Test
    void aConstantStandsInTheMiddle() {
        Plot plot = Plot.of(List.of(series("a", 0, 5, 10_000, 5)), SPAN);

        double middle = (plot.top() + plot.bottom()) / 2.0;
        assertThat(plot.lines().getFirst().path()).contains(" " + middle);
    }

    @Test
    void moreThanCanBeToldApartIsNotDrawn() {
        var many = new ArrayList<Series>();
        for (int i = 0; i < 75; i++) {
            many.add(series("a" + i, 0, i));
        }

        Plot plot = Plot.of(many, SPAN);

        assertThat(plot.lines()).hasSize(60);
        assertThat(plot.note()).startsWith("and 15 more series");
    }

    @Test
    void ticksAreRound() {
        assertThat(Ticks.values(0, 10)).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
        assertThat(Ticks.values(-0.03, 0.02)).hasSizeBetween(3, 7).contains(0.0);
        assertThat(Ticks.text(1_500_000)).isEqualTo("1500k");
        assertThat(Ticks.text(15_000_000)).isEqualTo("15M");
        assertThat(Ticks.text(0.1 + 0.2)).isEqualTo("0.3");
        assertThat(Ticks.text(0)).isEqualTo("0");
        assertThat(Ticks.times(1_000, 3_600_000))
                .containsExactly(
                        600_000L, 1_200_000L, 1_800_000L, 2_400_000L, 3_000_000L, 3_600_000L);
        assertThat(Ticks.text(3_600_000, 3_600_000)).isEqualTo("01:00");
    }
}

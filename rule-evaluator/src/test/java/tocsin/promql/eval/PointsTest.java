package tocsin.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.promql.eval.Result.Point;
import tocsin.promql.histogram.Histograms;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.promql.value.SampleBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Samples in columns are those of the rows they stand for, whatever their gaps.
final class PointsTest {
    private static final int STEPS = 9;
    private static final long STEP = 15_000;

    private static long[] times() {
        long[] times = new long[STEPS];
        for (int i = 0; i < STEPS; i++) {
            times[i] = 1_000 + i * STEP;
        }
        return times;
    }

    private static List<Point> slowly(Vector vector, int row, long[] times) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            int index = row * STEPS + i;
            if (vector.has(index)) {
                points.add(new Point(times[i], vector.values()[index], vector.histogram(index)));
            }
        }
        return points;
    }

    @Test
    void everyPatternOfGapsIsKept() {
        int rows = 1 << STEPS;
        double[] values = Vector.none(rows * STEPS);
        var random = new Random(4);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < STEPS; i++) {
                if ((row >> i & 1) == 1) {
                    values[row * STEPS + i] = random.nextInt(100);
                }
            }
        }
        var vector = new Vector(Shape.of(List.of(Labels.EMPTY)), STEPS, values);
        for (int row = 0; row < rows; row++) {
            Points points = Points.row(vector, row, times());
            assertThat(points).isEqualTo(slowly(vector, row, times()));
            assertThat(Points.of(points)).isEqualTo(points);
            assertThat(points.mayHoldHistograms()).isFalse();
        }
    }

    @Test
    void aRowWithoutGapsSharesItsTimesAndValues() {
        double[] values = Vector.none(2 * STEPS);
        java.util.Arrays.fill(values, STEPS + 3, 2 * STEPS, 7);
        var vector = new Vector(Shape.of(List.of(Labels.EMPTY)), STEPS, values);
        long[] times = times();
        Points points = Points.row(vector, 1, times);
        assertThat(points.sharedTimes()).isSameAs(times);
        assertThat(points.sharedFrom()).isEqualTo(3);
        assertThat(points).hasSize(STEPS - 3);
    }

    @Test
    void histogramsStandBesideFloats() {
        var histogram =
                new FloatHistogram(
                        CounterResetHint.UNKNOWN,
                        0,
                        0.001,
                        1,
                        5,
                        9,
                        new Spans(new int[] {0}, new int[] {2}),
                        new double[] {1, 3},
                        Spans.NONE,
                        new double[0],
                        new double[0]);
        double[] values = {1, 0, Vector.NONE, 3, 0, 5, 6, 7, 8};
        var histograms = new FloatHistogram[STEPS];
        histograms[1] = histogram;
        histograms[4] = Histograms.hinted(histogram, CounterResetHint.GAUGE);
        var vector = new Vector(Shape.of(List.of(Labels.EMPTY)), STEPS, values, histograms, null);
        Points points = Points.row(vector, 0, times());
        assertThat(points).isEqualTo(slowly(vector, 0, times()));
        assertThat(points.mayHoldHistograms()).isTrue();
    }

    @Test
    void aRangeIsLeftOpen() {
        var samples = new SampleBuffer();
        for (int i = 0; i < 5; i++) {
            samples.add(10L * i, i);
        }
        assertThat(Points.range(samples, 10, 30))
                .containsExactly(new Point(20, 2, null), new Point(30, 3, null));
        assertThat(Points.range(samples, 40, 90)).isEmpty();
    }
}

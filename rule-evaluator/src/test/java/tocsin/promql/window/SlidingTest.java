package tocsin.promql.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.labels.Labels;
import tocsin.promql.value.SampleBuffer;

import java.util.Objects;
import java.util.Random;

/// A window that slides gives what one gives that looks at its samples for the first time, to the
/// last bit: the sign of a zero included, and of extremes the payload of a NaN, which in sums is
/// the processor's affair.
final class SlidingTest {
    private static final int SEEDS = 2_000;

    /// Whole numbers, fractions, and whole numbers whose sums come near and over what is exact.
    private static final double[] UNITS = {1, 0.1, 1e6, 0x1p42, 0x1p45, 0x1p47 + 1, 0x1p53, 1e300};

    private static final double[] ODD = {
        0.0,
        -0.0,
        1,
        2,
        -1,
        Double.NaN,
        Double.longBitsToDouble(0x7ff8_0000_0000_0007L),
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private static SampleBuffer samples(Random random) {
        var samples = new SampleBuffer();
        int size = 1 + random.nextInt(60);
        boolean odd = random.nextBoolean();
        double unit = UNITS[random.nextInt(UNITS.length)];
        double slope = random.nextInt(3) - 1.0;
        for (int i = 0; i < size; i++) {
            double smooth = (slope * i + random.nextInt(5)) * unit;
            samples.add(1_000L * i, odd ? ODD[random.nextInt(ODD.length)] : smooth);
        }
        return samples;
    }

    private static double anew(RangeFunction function, SampleBuffer samples, int from, int to) {
        var window = new Window(SILENT, false);
        window.open(samples, Labels.EMPTY);
        return at(window, function, samples, from, to);
    }

    private static double at(
            Window window, RangeFunction function, SampleBuffer samples, int from, int to) {
        long start = samples.timestamp(from) - 400;
        long end = samples.timestamp(to - 1) + 700;
        window.move(0, end, start, end);
        window.see(from, to);
        return function.apply(window);
    }

    private static final Notes SILENT =
            new Notes() {
                @Override
                public void warn(String text) {}

                @Override
                public void info(String text) {}

                @Override
                public void warnCounted(String text) {}
            };

    private static boolean computes(String name) {
        return !name.startsWith("max") && !name.startsWith("min") && !name.startsWith("ts_");
    }

    private static long bits(String name, double value) {
        return computes(name) ? Double.doubleToLongBits(value) : Double.doubleToRawLongBits(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_over_time",
                "min_over_time",
                "sum_over_time",
                "avg_over_time",
                "rate",
                "increase",
                "delta",
                "ts_of_max_over_time",
                "ts_of_min_over_time"
            })
    void windowsThatSlideGiveWhatNewOnesGive(String name) {
        RangeFunction function = Objects.requireNonNull(RangeFunctions.find(name));
        var random = new Random(7);
        var sliding = new Window(SILENT, false);
        for (int seed = 0; seed < SEEDS; seed++) {
            SampleBuffer samples = samples(random);
            sliding.open(samples, Labels.EMPTY);
            int from = 0;
            int to = 0;
            while (to < samples.size()) {
                to = Math.min(samples.size(), to + 1 + random.nextInt(8));
                from = Math.min(to - 1, from + random.nextInt(9));
                assertThat(bits(name, at(sliding, function, samples, from, to)))
                        .as("%s over [%d, %d) of series %d", name, from, to, seed)
                        .isEqualTo(bits(name, anew(function, samples, from, to)));
            }
        }
    }
}

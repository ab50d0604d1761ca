package tocsin.promql.maths;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

/// Sums have upstream's digits, to the last bit.
final class KahanTest {
    private static final double[] ODD = {
        0,
        -0.0,
        1,
        -1,
        0.1,
        1e16,
        -1e16,
        1e-300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    /// As upstream writes it.
    private static double[] compared(double[] numbers) {
        double sum = 0;
        double lost = 0;
        for (double value : numbers) {
            double total = sum + value;
            if (Double.isInfinite(total)) {
                lost = 0;
            } else if (Math.abs(sum) >= Math.abs(value)) {
                lost += (sum - total) + value;
            } else {
                lost += (value - total) + sum;
            }
            sum = total;
        }
        return new double[] {sum, lost};
    }

    private static double number(Random random, int odd) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(100);
            case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(-20, 20));
            case 2 -> Double.longBitsToDouble(random.nextLong());
            default -> ODD[random.nextInt(odd)];
        };
    }

    @Test
    void whatIsLostIsFoundWithoutComparing() {
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            double[] numbers = new double[random.nextInt(1, 12)];
            int odd = random.nextInt(1, ODD.length + 1);
            var kahan = new Kahan();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = number(random, odd);
                kahan.add(numbers[i]);
            }
            assertThat(new double[] {kahan.raw(), kahan.compensation()})
                    .as("seed %d", seed)
                    .isEqualTo(compared(numbers));
            assertThat(Kahan.sum(numbers, 0, numbers.length))
                    .isEqualTo(Double.valueOf(kahan.value()));
        }
    }
}

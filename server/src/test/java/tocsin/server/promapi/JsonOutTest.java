package tocsin.server.promapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.promql.eval.Points;
import tocsin.promql.eval.Result.Point;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/// What is written by the short ways is what the long ones write.
final class JsonOutTest {
    private static final double[] ODD = {
        0.0,
        -0.0,
        1,
        -1,
        9,
        10,
        99,
        100,
        -100,
        0.5,
        1e14,
        999_999_999_999_999.0,
        1e15,
        -1e15,
        1e16,
        1e21,
        1e-7,
        0x1p53,
        0x1p62,
        0x1p63,
        0x1p64,
        -0x1p63,
        Double.NaN,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final JsonOut json = new JsonOut(out);

    private String written() {
        json.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void valuesAreWrittenAsNumbersWritesThem() {
        var random = new Random(9);
        var wanted = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            double value =
                    switch (random.nextInt(4)) {
                        case 0 -> ODD[random.nextInt(ODD.length)];
                        case 1 -> random.nextInt(-2_000, 2_000);
                        case 2 -> random.nextLong() / Math.pow(10, random.nextInt(20));
                        default -> Math.rint(random.nextLong() / Math.pow(10, random.nextInt(20)));
                    };
            json.sample(value).raw(i % 100 == 0 ? "; and a longer text between them" : ";");
            wanted.append(Numbers.sample(value))
                    .append(i % 100 == 0 ? "; and a longer text between them" : ";");
        }
        assertThat(written()).isEqualTo(wanted.toString());
    }

    @Test
    void timesThatAreSharedAreWrittenOnceAndRightly() {
        var wanted = new StringBuilder();
        var times = new TimesText();
        for (int series = 0; series < 50; series++) {
            long start = series % 3 == 0 ? -1_000 : 1_767_225_600_000L + series;
            List<Point> points =
                    LongStream.range(0, 40)
                            .mapToObj(i -> new Point(start + 77 * i, i, null))
                            .toList();
            times.of(Points.of(points));
            for (int i = 0; i < points.size(); i++) {
                times.write(json, i);
                wanted.append('[')
                        .append(Numbers.time(points.get(i).timestampMillis()))
                        .append(",\"");
            }
        }
        assertThat(written()).isEqualTo(wanted.toString());
    }
}

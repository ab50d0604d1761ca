package tocsin.server.ui;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where the lines of a plot's grid stand, and what is written at them.
final class Ticks {
    private static final long[] SECONDS = {
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        120,
        300,
        600,
        900,
        1_800,
        3_600,
        7_200,
        10_800,
        21_600,
        43_200,
        86_400,
        172_800,
        604_800,
        1_209_600,
        2_592_000,
        7_776_000,
        31_536_000
    };
    private static final long DAY = 86_400;
    private static final int MOST_TIMES = 8;
    private static final int VALUES = 5;
    private static final String[] UNITS = {"", "k", "M", "G", "T", "P"};

    private Ticks() {}

    /// Round numbers between two others, both included where they are round.
    static List<Double> values(double low, double high) {
        double rough = (high - low) / VALUES;
        double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
        double share = rough / magnitude;
        double step = magnitude * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
        var ticks = new ArrayList<Double>();
        double first = Math.ceil(low / step);
        for (int i = 0; i <= 2 * VALUES; i++) {
            double tick = (first + i) * step;
            if (tick > high + step * 1e-9) {
                break;
            }
            ticks.add(tick);
        }
        return ticks;
    }

    /// A number for a narrow margin: `1.5M`, `0.003`.
    static String text(double value) {
        double size = Math.abs(value);
        if (size >= 1e18 || (size != 0 && size < 1e-4)) {
            return String.format(Locale.ROOT, "%.2g", value);
        }
        int unit = 0;
        while (size >= 1e4 && unit < UNITS.length - 1) {
            size /= 1e3;
            unit++;
        }
        double shown = value / Math.pow(1e3, unit);
        var digits = new BigDecimal(shown, new MathContext(5)).stripTrailingZeros();
        return (digits.signum() == 0 ? "0" : digits.toPlainString()) + UNITS[unit];
    }

    /// Round times between two others, in milliseconds.
    static List<Long> times(long startMillis, long endMillis) {
        long seconds = Math.max(1, (endMillis - startMillis) / 1_000);
        long step = SECONDS[SECONDS.length - 1];
        for (long each : SECONDS) {
            if (seconds / each <= MOST_TIMES) {
                step = each;
                break;
            }
        }
        var ticks = new ArrayList<Long>();
        long millis = step * 1_000;
        for (long at = Math.ceilDiv(startMillis, millis) * millis;
                at <= endMillis && ticks.size() <= 2 * MOST_TIMES;
                at += millis) {
            ticks.add(at);
        }
        return ticks;
    }

    /// A time as exact as a range of this length needs it.
    static String text(long millis, long rangeMillis) {
        long range = rangeMillis / 1_000;
        String pattern =
                range > 60 * DAY
                        ? "uuuu-MM-dd"
                        : range > DAY ? "MM-dd HH:mm" : range > 600 ? "HH:mm" : "HH:mm:ss";
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochMilli(millis));
    }
}

package tocsin.gotemplate.value;

import java.math.BigDecimal;
import java.util.Optional;

/// Durations as Go writes, reads and rounds them; all in nanoseconds.
public final class Durations {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private Durations() {}

    /// `1h0m0s`, `1.5s`, `100ms`.
    public static String text(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        BigDecimal size = new BigDecimal(nanos).abs();
        if (size.compareTo(BigDecimal.valueOf(SECOND)) < 0) {
            long small = size.longValueExact();
            if (small < MICRO) {
                return sign + small + "ns";
            }
            return small < MILLI ? sign + scaled(size, 3) + "µs" : sign + scaled(size, 6) + "ms";
        }
        BigDecimal[] minutes = size.divideAndRemainder(BigDecimal.valueOf(MINUTE));
        long whole = minutes[0].longValueExact();
        String seconds = scaled(minutes[1], 9) + "s";
        if (whole == 0) {
            return sign + seconds;
        }
        String hours = whole >= 60 ? whole / 60 + "h" : "";
        return sign + hours + whole % 60 + "m" + seconds;
    }

    private static String scaled(BigDecimal size, int places) {
        BigDecimal value = size.movePointLeft(places).stripTrailingZeros();
        return value.signum() == 0 ? "0" : value.toPlainString();
    }

    /// Whole units and the rest, added as Go adds them.
    private static double parts(long nanos, long unit) {
        long whole = nanos / unit;
        return (double) whole + (double) (nanos % unit) / unit;
    }

    static double hours(long nanos) {
        return parts(nanos, HOUR);
    }

    static double minutes(long nanos) {
        return parts(nanos, MINUTE);
    }

    static double seconds(long nanos) {
        return parts(nanos, SECOND);
    }

    /// Rounded towards zero to a multiple.
    static long truncate(long nanos, long multiple) {
        return multiple <= 0 ? nanos : nanos - nanos % multiple;
    }

    /// Rounded to the nearest multiple, halves away from zero.
    static long round(long nanos, long multiple) {
        if (multiple <= 0) {
            return nanos;
        }
        long rest = Math.abs(nanos % multiple);
        long down = nanos - nanos % multiple;
        if (rest < multiple - rest) {
            return down;
        }
        long up = nanos < 0 ? down - multiple : down + multiple;
        boolean overflows = nanos < 0 ? up > down : up < down;
        return overflows ? (nanos < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : up;
    }

    /// Reads what Go's `time.ParseDuration` reads; empty when it is not one.
    public static Optional<Long> parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Optional.of(0L);
        }
        var total = BigDecimal.ZERO;
        boolean any = false;
        while (!rest.isEmpty()) {
            int digits = 0;
            while (digits < rest.length() && "0123456789.".indexOf(rest.charAt(digits)) >= 0) {
                digits++;
            }
            int unit = digits;
            while (unit < rest.length() && "0123456789.".indexOf(rest.charAt(unit)) < 0) {
                unit++;
            }
            long nanos = unit(rest.substring(digits, unit));
            String number = rest.substring(0, digits);
            if (nanos == 0 || !number.matches("[0-9]+\\.?[0-9]*|\\.[0-9]+")) {
                return Optional.empty();
            }
            total = total.add(new BigDecimal(number).multiply(BigDecimal.valueOf(nanos)));
            rest = rest.substring(unit);
            any = true;
        }
        boolean fits = total.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        long nanos = fits ? total.longValue() : 0;
        return any && fits ? Optional.of(negative ? -nanos : nanos) : Optional.empty();
    }

    private static long unit(String name) {
        return switch (name) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> MICRO;
            case "ms" -> MILLI;
            case "s" -> SECOND;
            case "m" -> MINUTE;
            case "h" -> HOUR;
            default -> 0;
        };
    }
}

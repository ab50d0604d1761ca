package tocsin.duration;

import java.math.BigDecimal;
import java.time.Duration;

/// A duration as Go's flags have it: `1h30m`, `1.5h`, `200ms`; no days.
public final class GoDuration {
    private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    private GoDuration() {}

    /// Reads a duration.
    ///
    /// @throws IllegalArgumentException in Go's words when the text is none
    public static Duration parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        if (rest.isEmpty()) {
            throw invalid("invalid duration", text);
        }
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < rest.length()) {
            int number = endOf(rest, at, true);
            int unit = endOf(rest, number, false);
            String digits = rest.substring(at, number);
            if (digits.chars().noneMatch(Character::isDigit) || digits.matches(".*\\..*\\..*")) {
                throw invalid("invalid duration", text);
            }
            nanos = nanos.add(new BigDecimal(digits).multiply(unit(rest, number, unit, text)));
            at = unit;
        }
        if (nanos.compareTo(MAX_NANOS) > 0) {
            throw invalid("invalid duration", text);
        }
        long value = nanos.longValue();
        return Duration.ofNanos(negative ? -value : value);
    }

    /// Writes a duration as Go does: `1h0m0s`, `1.5s`, `20ms`, `0s`.
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        if (nanos < 1_000_000_000) {
            boolean isMicros = nanos < 1_000_000;
            return decimal(nanos, isMicros ? 3 : 6) + (isMicros ? "µs" : "ms");
        }
        long minutes = nanos / 60_000_000_000L;
        String seconds = decimal(nanos % 60_000_000_000L, 9) + "s";
        if (minutes == 0) {
            return seconds;
        }
        return (minutes < 60 ? "" : minutes / 60 + "h") + minutes % 60 + "m" + seconds;
    }

    private static String decimal(long value, int places) {
        return BigDecimal.valueOf(value, places).stripTrailingZeros().toPlainString();
    }

    private static int endOf(String text, int from, boolean number) {
        int at = from;
        while (at < text.length() && isNumber(text.charAt(at)) == number) {
            at++;
        }
        return at;
    }

    private static boolean isNumber(char c) {
        return c == '.' || (c >= '0' && c <= '9');
    }

    private static BigDecimal unit(String rest, int from, int to, String text) {
        return BigDecimal.valueOf(
                switch (rest.substring(from, to)) {
                    case "ns" -> 1L;
                    case "us", "µs", "μs" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    case "" -> throw invalid("missing unit in duration", text);
                    default ->
                            throw new IllegalArgumentException(
                                    "time: unknown unit \"%s\" in duration \"%s\""
                                            .formatted(rest.substring(from, to), text));
                });
    }

    private static IllegalArgumentException invalid(String what, String text) {
        return new IllegalArgumentException("time: " + what + " \"" + text + "\"");
    }
}

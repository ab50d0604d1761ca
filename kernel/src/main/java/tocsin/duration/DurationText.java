package tocsin.duration;

import java.math.BigInteger;
import java.time.Duration;

/// Prometheus's way to write a duration: whole numbers with the units y w d h m s ms, largest
/// first, each at most once. `0` stands alone. A year is 365 days.
public final class DurationText {
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] MILLIS = {
        31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
    };
    private static final BigInteger LIMIT = BigInteger.valueOf(Long.MAX_VALUE / 1_000_000L);

    private DurationText() {}

    /// Reads a duration.
    ///
    /// @throws IllegalArgumentException when the text is none, with upstream's words
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty duration string");
        }
        BigInteger millis = BigInteger.ZERO;
        int at = 0;
        int nextUnit = 0;
        while (at < text.length()) {
            int digits = digitsFrom(text, at);
            int unit = digits == at ? -1 : unitAt(text, digits, nextUnit);
            if (unit < 0) {
                throw new IllegalArgumentException("not a valid duration string: \"" + text + "\"");
            }
            var number = new BigInteger(text.substring(at, digits));
            millis = millis.add(number.multiply(BigInteger.valueOf(MILLIS[unit])));
            at = digits + UNITS[unit].length();
            nextUnit = unit + 1;
        }
        if (millis.compareTo(LIMIT) > 0) {
            throw new IllegalArgumentException("duration out of range");
        }
        return Duration.ofMillis(millis.longValueExact());
    }

    private static int digitsFrom(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static int unitAt(String text, int at, int first) {
        int end = at;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        String word = text.substring(at, end);
        for (int unit = first; unit < UNITS.length; unit++) {
            if (UNITS[unit].equals(word)) {
                return unit;
            }
        }
        return -1;
    }

    /// Writes a duration as upstream does: `1h30m`; years, weeks and days only when nothing is left
    /// over.
    public static String format(Duration duration) {
        long left = duration.toMillis();
        if (left == 0) {
            return "0s";
        }
        var text = new StringBuilder(left < 0 ? "-" : "");
        left = Math.abs(left);
        for (int unit = 0; unit < UNITS.length; unit++) {
            boolean onlyWhole = unit < 3;
            if (onlyWhole && left % MILLIS[unit] != 0) {
                continue;
            }
            long count = left / MILLIS[unit];
            if (count > 0) {
                text.append(count).append(UNITS[unit]);
                left -= count * MILLIS[unit];
            }
        }
        return text.toString();
    }
}

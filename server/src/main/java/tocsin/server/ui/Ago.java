package tocsin.server.ui;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// A moment for people: how long ago or how soon, with the exact time beside it.
///
/// @param iso for machines, to the second
/// @param full for people who point at it
/// @param text `3m ago`, `in 2h 5m`, `now`
record Ago(String iso, String full, String text) {
    private static final long COARSE_SECONDS = 300;
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm:ss 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    static Ago of(Instant moment, Instant now) {
        Duration passed = Duration.between(moment, now);
        String text =
                passed.abs().toSeconds() == 0
                        ? "now"
                        : passed.isNegative()
                                ? "in " + length(passed.negated())
                                : length(passed) + " ago";
        return new Ago(
                moment.truncatedTo(ChronoUnit.SECONDS).toString(), FULL.format(moment), text);
    }

    /// A length of time in its two largest units: `3d 4h`.
    static String length(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds >= 86_400) {
            return two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
        }
        if (seconds >= 3_600) {
            return two(seconds / 3_600, "h", seconds % 3_600 / 60, "m");
        }
        if (seconds >= COARSE_SECONDS) {
            return seconds / 60 + "m";
        }
        return seconds >= 60 ? two(seconds / 60, "m", seconds % 60, "s") : seconds + "s";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return small == 0 ? large + largeUnit : large + largeUnit + " " + small + smallUnit;
    }
}

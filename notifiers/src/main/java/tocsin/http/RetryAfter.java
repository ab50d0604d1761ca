package tocsin.http;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/// The header `Retry-After`: seconds, or a date.
final class RetryAfter {
    private RetryAfter() {}

    /// How long to wait; zero when the header says nothing of use.
    static Duration parse(@Nullable String text, Instant now) {
        if (text == null) {
            return Duration.ZERO;
        }
        String stripped = text.strip();
        if (stripped.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return Duration.ofMillis((long) (1000 * Double.parseDouble(stripped)));
        }
        try {
            Instant at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(stripped, Instant::from);
            Duration left = Duration.between(now, at);
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}

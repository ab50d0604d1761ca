package tocsin.server.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Points in time as the API reads and writes them.
final class Timestamps {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm[:ss[.SSSSSSSSS][.SSSSSS][.SSS]]");
    private static final Instant UNSET = Instant.parse("0001-01-01T00:00:00Z");

    private Timestamps() {}

    /// By hand: it is done three times for each of a hundred thousand alerts, and a formatter takes
    /// longer for it than for all the rest.
    static String format(Instant instant) {
        var time = instant.atOffset(ZoneOffset.UTC);
        var text = new StringBuilder(24);
        if (time.getYear() > 9999 || time.getYear() < 0) {
            text.append(time.getYear());
        } else {
            digits(text, time.getYear(), 1000);
        }
        digits(text.append('-'), time.getMonthValue(), 10);
        digits(text.append('-'), time.getDayOfMonth(), 10);
        digits(text.append('T'), time.getHour(), 10);
        digits(text.append(':'), time.getMinute(), 10);
        digits(text.append(':'), time.getSecond(), 10);
        digits(text.append('.'), time.getNano() / 1_000_000, 100);
        return text.append('Z').toString();
    }

    private static void digits(StringBuilder text, int value, int first) {
        for (int unit = first; unit > 0; unit /= 10) {
            text.append((char) ('0' + value / unit % 10));
        }
    }

    /// Reads RFC 3339, or an ISO variant without zone, which then is UTC. Go's zero time is the
    /// same as none. An empty text is the epoch, as upstream's library has it.
    ///
    /// @throws DateTimeException when it is none of these
    static Optional<Instant> parse(String text) {
        Instant instant = text.isEmpty() ? Instant.EPOCH : instant(text);
        return instant.equals(UNSET) ? Optional.empty() : Optional.of(instant);
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : LocalDateTime.parse(text, LOCAL).toInstant(ZoneOffset.UTC);
        }
    }
}

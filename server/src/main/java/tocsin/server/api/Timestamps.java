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
    private static final DateTimeFormatter OUT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm[:ss[.SSSSSSSSS][.SSSSSS][.SSS]]");
    private static final Instant UNSET = Instant.parse("0001-01-01T00:00:00Z");

    private Timestamps() {}

    static String format(Instant instant) {
        return OUT.format(instant);
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

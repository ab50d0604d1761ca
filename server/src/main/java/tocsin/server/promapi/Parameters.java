package tocsin.server.promapi;

import jakarta.ws.rs.core.UriInfo;

import tocsin.duration.DurationText;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The parameters of a request: those of the form come before those of the URL, as in Go.
final class Parameters {
    private static final int MAX_FORM = 10 * 1024 * 1024;
    private static final BigDecimal MAX_SECONDS =
            BigDecimal.valueOf(Long.MAX_VALUE / 1_000_000_000);

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Parameters() {}

    static Parameters of(UriInfo uri) {
        var parameters = new Parameters();
        uri.getQueryParameters().forEach(parameters::add);
        return parameters;
    }

    static Parameters of(UriInfo uri, InputStream form) throws IOException {
        var parameters = new Parameters();
        byte[] body = form.readNBytes(MAX_FORM + 1);
        if (body.length > MAX_FORM) {
            throw PromException.badData("error parsing form values: http: request body too large");
        }
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.add(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        List.of(equals < 0 ? "" : decoded(pair.substring(equals + 1))));
            }
        }
        uri.getQueryParameters().forEach(parameters::add);
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw PromException.badData("error parsing form values: invalid URL escape");
        }
    }

    private void add(String name, List<String> more) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(more);
    }

    /// The first value; empty when there is none.
    String text(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.isEmpty() ? "" : all.getFirst();
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /// A moment that may be left out.
    Optional<Instant> time(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parseTime(text));
        } catch (IllegalArgumentException e) {
            throw PromException.parameter(
                    name, "invalid time value for '" + name + "': " + e.getMessage());
        }
    }

    /// A moment that must be there.
    Instant requiredTime(String name) {
        try {
            return parseTime(text(name));
        } catch (IllegalArgumentException e) {
            throw PromException.parameter(name, String.valueOf(e.getMessage()));
        }
    }

    private static Instant parseTime(String text) {
        try {
            BigDecimal millis =
                    new BigDecimal(text).movePointRight(3).setScale(0, RoundingMode.HALF_UP);
            return Instant.ofEpochMilli(millis.longValueExact());
        } catch (ArithmeticException | NumberFormatException _) {
            // not seconds: RFC 3339, then
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new IllegalArgumentException(
                    "cannot parse \"" + text + "\" to a valid timestamp");
        }
    }

    /// A duration that may be left out.
    Optional<Duration> duration(String name) {
        return text(name).isEmpty() ? Optional.empty() : Optional.of(requiredDuration(name));
    }

    /// A duration that must be there.
    Duration requiredDuration(String name) {
        String text = text(name);
        try {
            BigDecimal seconds = new BigDecimal(text);
            if (seconds.abs().compareTo(MAX_SECONDS) > 0) {
                throw PromException.parameter(
                        name,
                        "cannot parse \"" + text + "\" to a valid duration. It overflows int64");
            }
            return Duration.ofNanos(seconds.movePointRight(9).longValue());
        } catch (NumberFormatException _) {
            // not seconds: a duration with units, then
        }
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException _) {
            throw PromException.parameter(
                    name, "cannot parse \"" + text + "\" to a valid duration");
        }
    }

    /// Whether something is asked for, in any of Go's words for it; when left out it is not.
    boolean flag(String name) {
        String text = text(name).toLowerCase(Locale.ROOT);
        return switch (text) {
            case "", "0", "f", "false" -> false;
            case "1", "t", "true" -> true;
            default ->
                    throw PromException.parameter(
                            name,
                            "error converting %s: strconv.ParseBool: parsing \"%s\": invalid syntax"
                                    .formatted(name, text));
        };
    }

    /// The parameter `limit`; 0 for none.
    int limit() {
        String text = text("limit");
        if (text.isEmpty()) {
            return 0;
        }
        int limit;
        try {
            limit = Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw PromException.parameter(
                    "limit", "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
        if (limit < 0) {
            throw PromException.parameter("limit", "limit must be non-negative");
        }
        return limit;
    }
}

package tocsin.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;

import tocsin.duration.DurationText;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherParser;
import tocsin.labels.Quoting;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/// What stands on a command line, as values; errors in upstream's words.
final class Arguments {
    private Arguments() {}

    /// Matchers, each an argument. A first one that is none means the alert of that name.
    static List<Matcher> matchers(List<String> arguments, MatcherParser parser) {
        var matchers = new ArrayList<Matcher>();
        for (String text : named(arguments, parser)) {
            try {
                matchers.add(parser.one(text));
            } catch (IllegalArgumentException e) {
                throw new VerbException(String.valueOf(e.getMessage()));
            }
        }
        return matchers;
    }

    private static List<String> named(List<String> arguments, MatcherParser parser) {
        if (arguments.isEmpty()) {
            return arguments;
        }
        var texts = new ArrayList<>(arguments);
        try {
            parser.one(texts.getFirst());
        } catch (IllegalArgumentException e) {
            texts.set(0, "alertname=" + Quoting.quote(texts.getFirst()));
        }
        return texts;
    }

    /// Labels, written as matchers that compare for equality.
    static ObjectNode labels(List<Matcher> matchers, String otherwise) {
        ObjectNode labels = Json.MAPPER.createObjectNode();
        for (Matcher matcher : matchers) {
            if (matcher.type() != MatchType.EQUAL) {
                throw new VerbException(otherwise);
            }
            labels.put(matcher.name(), matcher.value());
        }
        return labels;
    }

    static ObjectNode annotations(List<String> texts, MatcherParser parser) {
        var matchers = new ArrayList<Matcher>();
        for (String text : texts) {
            try {
                matchers.add(parser.one(text));
            } catch (IllegalArgumentException e) {
                throw new VerbException(String.valueOf(e.getMessage()));
            }
        }
        return labels(matchers, "annotations must be specified as key=value pairs");
    }

    static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new VerbException(
                    "not a time: \"" + text + "\"; expected RFC 3339: 2026-01-31T22:00:00Z");
        }
    }

    static Duration length(String text) {
        Duration length;
        try {
            length = DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new VerbException(String.valueOf(e.getMessage()));
        }
        if (length.isZero()) {
            throw new VerbException("silence duration must be greater than 0");
        }
        return length;
    }
}

package tocsin.server.api;

import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.labels.Quoting;
import tocsin.server.api.Alerting.PostedSilence;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads the body of `POST /silences`.
final class SilencePosts {
    private Optional<String> id = Optional.empty();
    private Optional<List<MatcherPost>> matchers = Optional.empty();
    private boolean started;
    private Optional<Instant> startsAt = Optional.empty();
    private boolean ended;
    private Optional<Instant> endsAt = Optional.empty();
    private Optional<String> createdBy = Optional.empty();
    private Optional<String> comment = Optional.empty();
    private Map<String, String> annotations = Map.of();

    private SilencePosts() {}

    /// Reads a body and checks what can be checked without the silences there are.
    ///
    /// @param names which names labels may have
    static PostedSilence read(InputStream body, Instant now, Predicate<String> names)
            throws IOException {
        var post = new SilencePosts();
        try (var reader = new BodyReader("silence", body)) {
            reader.all(() -> {
                if (reader.isNull()) {
                    throw reader.required("");
                }
                reader.object(key -> post.field(reader, key));
                post.require(reader);
                return post;
            });
        }
        return post.silence(now, names);
    }

    private boolean field(BodyReader reader, String key) throws IOException {
        switch (key) {
            case "id" -> id = reader.text().filter(text -> !text.isEmpty());
            case "matchers" -> matchers = MatcherPost.list(reader);
            case "startsat" -> {
                started = !reader.isNull();
                startsAt = reader.time();
            }
            case "endsat" -> {
                ended = !reader.isNull();
                endsAt = reader.time();
            }
            case "createdby" -> createdBy = reader.text();
            case "comment" -> comment = reader.text();
            case "annotations" -> annotations = reader.texts().orElse(Map.of());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void require(BodyReader reader) {
        check(reader, "comment", comment.isPresent());
        check(reader, "createdBy", createdBy.isPresent());
        check(reader, "endsAt", ended);
        check(reader, "matchers", matchers.isPresent());
        if (matchers.orElseThrow().isEmpty()) {
            throw ApiException.framework(422, 612, "matchers in body should have at least 1 items");
        }
        int index = 0;
        for (MatcherPost matcher : matchers.orElseThrow()) {
            String at = "matchers." + index++;
            check(reader, at + ".isRegex", matcher.regex.isPresent());
            check(reader, at + ".name", matcher.name.isPresent());
            check(reader, at + ".value", matcher.value.isPresent());
        }
        check(reader, "startsAt", started);
    }

    private static void check(BodyReader reader, String field, boolean there) {
        if (!there) {
            throw reader.required(field);
        }
    }

    private PostedSilence silence(Instant now, Predicate<String> names) {
        Instant end = endsAt.orElse(Instant.parse("0001-01-01T00:00:00Z"));
        if (startsAt.isPresent() && !startsAt.get().isBefore(end)) {
            throw ApiException.handler(
                    400, "Failed to create silence: start time must be before end time");
        }
        if (end.isBefore(now)) {
            throw ApiException.handler(
                    400, "Failed to create silence: end time can't be in the past");
        }
        var parsed = new ArrayList<Matcher>();
        for (MatcherPost matcher : matchers.orElseThrow()) {
            parsed.add(matcher.matcher(parsed.size(), names));
        }
        return new PostedSilence(
                id, parsed, startsAt, end, createdBy.orElse(""), comment.orElse(""), annotations);
    }

    /// One matcher as posted.
    private static final class MatcherPost {
        private Optional<String> name = Optional.empty();
        private Optional<String> value = Optional.empty();
        private Optional<Boolean> regex = Optional.empty();
        private boolean equal = true;

        static Optional<List<MatcherPost>> list(BodyReader reader) throws IOException {
            if (reader.isNull()) {
                return Optional.empty();
            }
            var posts = new ArrayList<MatcherPost>();
            reader.list(
                    "models.Matchers",
                    () -> {
                        var post = new MatcherPost();
                        posts.add(post);
                        if (!reader.isNull()) {
                            reader.object(key -> post.field(reader, key));
                        }
                        return post;
                    });
            return Optional.of(posts);
        }

        private boolean field(BodyReader reader, String key) throws IOException {
            switch (key) {
                case "name" -> name = reader.text();
                case "value" -> value = reader.text();
                case "isregex" -> regex = reader.bool();
                case "isequal" -> equal = reader.bool().orElse(true);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private Matcher matcher(int index, Predicate<String> names) {
            if (!names.test(name.orElse(""))) {
                throw ApiException.handler(
                        400,
                        "invalid silence: invalid label matcher %d in set 0: invalid label name %s"
                                .formatted(index, Quoting.quote(name.orElse(""))));
            }
            boolean isRegex = regex.orElse(false);
            MatchType type =
                    isRegex
                            ? (equal ? MatchType.MATCHES : MatchType.NOT_MATCHES)
                            : (equal ? MatchType.EQUAL : MatchType.NOT_EQUAL);
            try {
                return Matcher.of(type, name.orElse(""), value.orElse(""));
            } catch (IllegalArgumentException e) {
                throw ApiException.handler(
                        400,
                        "invalid silence: invalid label matcher %d in set 0: invalid regular expression \"%s\": %s"
                                .formatted(index, value.orElse(""), unanchored(e)));
            }
        }

        /// Upstream tries the expression as it was posted, before it adds anchors.
        private String unanchored(IllegalArgumentException e) {
            String posted = value.orElse("");
            return String.valueOf(e.getMessage())
                    .replace("`^(?:" + posted + ")$`", "`" + posted + "`");
        }
    }
}

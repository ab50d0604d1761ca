package tocsin.server.api;

import tocsin.alert.Alert;
import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.labels.Quoting;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Turns the body of `POST /alerts` into alerts: times that nobody gave are filled in, and what
/// cannot be an alert is told while the others are taken all the same.
final class AlertPosts {
    private final Instant now;
    private final Duration resolveTimeout;
    private final Predicate<String> names;
    private final AlertBounds bounds;
    private final List<Alert> alerts = new ArrayList<>();
    private final Refusals refusals = new Refusals();

    private AlertPosts(
            Instant now, Duration resolveTimeout, Predicate<String> names, AlertBounds bounds) {
        this.now = now;
        this.resolveTimeout = resolveTimeout;
        this.names = names;
        this.bounds = bounds;
    }

    /// What a body held.
    ///
    /// @param refusals why others were not taken
    record Posted(List<Alert> alerts, Refusals refusals) {}

    /// Reads a body.
    ///
    /// @param names which names labels and annotations may have
    /// @param bounds of one alert
    /// @throws ApiException when it is no list of alerts; then nothing of it is taken
    static Posted read(
            InputStream body,
            Instant now,
            Duration resolveTimeout,
            Predicate<String> names,
            AlertBounds bounds)
            throws IOException {
        var posts = new AlertPosts(now, resolveTimeout, names, bounds);
        var read = new ArrayList<Post>();
        try (var reader = new BodyReader("alerts", body)) {
            reader.all(() -> {
                reader.list(
                        "models.PostableAlerts", () -> read.add(Post.read(reader, read.size())));
                return read;
            });
        }
        for (int i = 0; i < read.size(); i++) {
            posts.take(i, read.get(i));
        }
        return new Posted(posts.alerts, posts.refusals);
    }

    private void take(int index, Post post) {
        Optional<String> problem = problem(post);
        if (problem.isPresent()) {
            refusals.invalid(problem.get());
            return;
        }
        Instant startsAt = post.startsAt.or(() -> post.endsAt).orElse(now);
        Instant endsAt = post.endsAt.orElseGet(() -> latest(startsAt, now.plus(resolveTimeout)));
        var alert =
                new Alert(
                        Labels.of(post.labels),
                        Labels.of(post.annotations),
                        startsAt,
                        endsAt,
                        now,
                        post.generatorUrl,
                        post.endsAt.isEmpty());
        bounds.excess(alert)
                .ifPresentOrElse(
                        excess -> refusals.oversized(index, alert, excess),
                        () -> alerts.add(alert));
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private Optional<String> problem(Post post) {
        if (post.startsAt.isPresent()
                && post.endsAt.isPresent()
                && post.endsAt.get().isBefore(post.startsAt.get())) {
            return Optional.of("start time must be before end time");
        }
        if (post.labels.values().stream().allMatch(String::isEmpty)) {
            return Optional.of("at least one label pair required");
        }
        return problem("label set", post.labels).or(() -> problem("annotations", post.annotations));
    }

    private Optional<String> problem(String what, Map<String, String> pairs) {
        for (var pair : pairs.entrySet()) {
            if (!names.test(pair.getKey())) {
                return Optional.of(
                        "invalid " + what + ": invalid name " + Quoting.quote(pair.getKey()));
            }
            if (!pair.getValue().isEmpty() && !LabelNames.isUtf8(pair.getValue())) {
                return Optional.of(
                        "invalid " + what + ": invalid value " + Quoting.quote(pair.getValue()));
            }
        }
        return Optional.empty();
    }

    /// One alert as posted.
    private static final class Post {
        private Map<String, String> labels = Map.of();
        private boolean labelled;
        private Map<String, String> annotations = Map.of();
        private Optional<Instant> startsAt = Optional.empty();
        private Optional<Instant> endsAt = Optional.empty();
        private String generatorUrl = "";

        static Post read(BodyReader reader, int index) throws IOException {
            var post = new Post();
            if (reader.isNull()) {
                throw reader.required(Integer.toString(index));
            }
            reader.object(key -> post.field(reader, key));
            if (!post.labelled) {
                throw reader.required(index + ".labels");
            }
            if (!isUri(post.generatorUrl)) {
                throw ApiException.framework(
                        422,
                        601,
                        index
                                + ".generatorURL in body must be of type uri: "
                                + Quoting.quote(post.generatorUrl));
            }
            return post;
        }

        private boolean field(BodyReader reader, String key) throws IOException {
            switch (key) {
                case "labels" -> {
                    Optional<Map<String, String>> read = reader.texts();
                    labelled = read.isPresent();
                    labels = read.orElse(Map.of());
                }
                case "annotations" -> annotations = reader.texts().orElse(Map.of());
                case "startsat" -> startsAt = reader.time();
                case "endsat" -> endsAt = reader.time();
                case "generatorurl" -> generatorUrl = reader.text().orElse("");
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    static boolean isUri(String text) {
        if (text.isEmpty() || text.startsWith("/")) {
            return true;
        }
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException _) {
            // Go takes characters that Java refuses, such as { and |: the scheme decides.
            return text.matches("[a-zA-Z][a-zA-Z0-9+.-]*:[^\\x00-\\x20\\x7f]*");
        }
    }
}

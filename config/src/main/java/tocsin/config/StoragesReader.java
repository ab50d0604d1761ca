package tocsin.config;

import tocsin.config.Storages.Route;
import tocsin.config.Storages.Shards;
import tocsin.config.Storages.Source;
import tocsin.config.Storages.Storage;
import tocsin.config.Storages.Write;
import tocsin.http.HttpConfigReader;
import tocsin.http.HttpSettings;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Reads `storages` and `storage`.
final class StoragesReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long SAMPLE_LIMIT = 50_000_000;
    private static final long SAMPLES_PER_SEND = 2_000;
    private static final long MOST_PENDING = 1_000_000;
    private static final Shards SHARDS = new Shards(1, 50);
    private static final int MOST_SHARDS = 1_000;
    private static final String API = "/api/v1/";

    private final Path folder;
    private final HttpConfigReader http;

    /// A reader; relative paths count from `folder`.
    StoragesReader(Path folder) {
        this.folder = folder;
        this.http = new HttpConfigReader(folder);
    }

    Storages read(Fields top) {
        Set<String> names = new TreeSet<>(Set.of(Storages.LOCAL));
        var all = new ArrayList<Storage>();
        for (YamlNode item : top.items("storages")) {
            Fields fields = Fields.of(item, top.problems());
            storage(fields, names).ifPresent(all::add);
        }
        Optional<Fields> use = top.fields("storage");
        if (use.isEmpty()) {
            return new Storages(all, Storages.LOCAL, Storages.LOCAL, List.of());
        }
        Fields fields = use.get();
        String api = named(fields, "api", names);
        String rules = named(fields, "rules", names);
        var routes = new ArrayList<Route>();
        for (YamlNode item : fields.items("groups")) {
            routes.add(route(Fields.of(item, top.problems()), names));
        }
        fields.done("storage");
        return new Storages(all, api, rules, routes);
    }

    private static String named(Fields fields, String key, Set<String> names) {
        String name = fields.text(key, Storages.LOCAL);
        if (!names.contains(name)) {
            fields.problem(key, "no storage is called \"" + name + "\", only " + names);
        }
        return name;
    }

    private static Route route(Fields fields, Set<String> names) {
        Optional<Pattern> file = fields.text("file").map(StoragesReader::glob);
        Optional<Pattern> group = fields.text("group").map(StoragesReader::glob);
        if (file.isEmpty() && group.isEmpty()) {
            fields.problem("file", "expected \"file\", \"group\" or both");
        }
        if (!fields.has("storage")) {
            fields.problem("storage", "expected the name of a storage");
        }
        var route = new Route(file, group, named(fields, "storage", names));
        fields.done("groups");
        return route;
    }

    /// `*` stands for anything, `?` for one character.
    private static Pattern glob(String text) {
        var pattern = new StringBuilder();
        for (String part : text.split("(?<=[*?])|(?=[*?])", -1)) {
            pattern.append(
                    switch (part) {
                        case "*" -> ".*";
                        case "?" -> ".";
                        default -> Pattern.quote(part);
                    });
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }

    private Optional<Storage> storage(Fields fields, Set<String> names) {
        String name = fields.text("name", "");
        if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
            fields.problem("name", "expected a name of letters, digits, \"_\" and \"-\"");
        } else if (!names.add(name)) {
            fields.problem("name", "there is another storage called \"" + name + "\"");
        }
        var sources = new ArrayList<Source>();
        fields.fields("query").map(this::query).ifPresent(sources::add);
        fields.fields("read").map(this::reading).ifPresent(sources::add);
        fields.text("folder")
                .map(path -> new Source.Folder(folder.resolve(path).normalize()))
                .ifPresent(sources::add);
        if (sources.size() != 1) {
            fields.problem(
                    "name", "storage \"" + name + "\": expected one of query, read and folder");
        }
        Optional<Write> write = fields.fields("write").map(this::write);
        fields.done("storages");
        return sources.isEmpty()
                ? Optional.empty()
                : Optional.of(new Storage(name, sources.getFirst(), write));
    }

    private Source query(Fields fields) {
        var query =
                new Source.Query(
                        urls(fields, false),
                        timeout(fields),
                        acceptsPartial(fields),
                        http.read(fields, "http_config", HttpSettings.DEFAULT));
        fields.done("query");
        return query;
    }

    private static boolean acceptsPartial(Fields fields) {
        String partial = fields.text("partial_answers", "fail");
        if (!partial.equals("fail") && !partial.equals("accept")) {
            fields.problem("partial_answers", "expected fail or accept, found \"" + partial + "\"");
        }
        return partial.equals("accept");
    }

    private Source reading(Fields fields) {
        var read =
                new Source.Read(
                        urls(fields, true),
                        timeout(fields),
                        fields.bool("chunks").orElse(true),
                        count(fields, "sample_limit", SAMPLE_LIMIT),
                        http.read(fields, "http_config", HttpSettings.DEFAULT));
        fields.done("read");
        return read;
    }

    private Write write(Fields fields) {
        Optional<Fields> queue = fields.fields("queue_config");
        long samples = count(fields, "max_samples_per_send", SAMPLES_PER_SEND);
        var write =
                new Write(
                        fields.parsed("url", StoragesReader::url)
                                .orElseGet(() -> missing(fields, "url")),
                        timeout(fields),
                        (int)
                                queue.map(of -> count(of, "max_samples_per_send", samples))
                                        .orElse(samples)
                                        .longValue(),
                        (int) count(fields, "max_pending", MOST_PENDING),
                        queue.map(StoragesReader::shards).orElse(SHARDS),
                        http.read(fields, "http_config", HttpSettings.DEFAULT));
        fields.done("write");
        return write;
    }

    /// Upstream's keys; what waits is on disk, so that there is no capacity of a shard.
    private static Shards shards(Fields queue) {
        int min = (int) count(queue, "min_shards", SHARDS.min());
        int max = (int) count(queue, "max_shards", Math.max(min, SHARDS.max()));
        if (max < min || max > MOST_SHARDS) {
            queue.problem(
                    "max_shards",
                    "expected a number from min_shards, " + min + ", to " + MOST_SHARDS);
        }
        queue.done("queue_config");
        return new Shards(min, max);
    }

    private static long count(Fields fields, String key, long otherwise) {
        long count = fields.integer(key).orElse(otherwise);
        if (count < 1 || count > Integer.MAX_VALUE) {
            fields.problem(key, "expected a number from 1 to " + Integer.MAX_VALUE);
        }
        return count;
    }

    private static Duration timeout(Fields fields) {
        Duration timeout = fields.duration("timeout").orElse(TIMEOUT);
        if (!timeout.isPositive()) {
            fields.problem("timeout", "must be longer than nothing");
        }
        return timeout;
    }

    private static URI missing(Fields fields, String key) {
        if (!fields.has(key)) {
            fields.problem(key, "expected \"" + key + "\"");
        }
        return URI.create("http://missing");
    }

    /// For queries the addresses of servers, for remote read those of the door itself.
    private static List<URI> urls(Fields fields, boolean doors) {
        var urls = new ArrayList<URI>();
        for (String text : fields.texts("urls")) {
            try {
                URI url = url(text);
                urls.add(url);
                boolean door = String.valueOf(url.getPath()).contains(API);
                if (door && !doors) {
                    fields.problem("urls", "expected the address of a server, without " + API);
                }
            } catch (IllegalArgumentException e) {
                fields.problem("urls", String.valueOf(e.getMessage()));
            }
        }
        if (urls.isEmpty()) {
            fields.problem("urls", "expected a list of addresses");
        }
        return urls;
    }

    static URI url(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected a URL of http or https", e);
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || url.getHost() == null) {
            throw new IllegalArgumentException("expected a URL of http or https");
        }
        return url;
    }
}

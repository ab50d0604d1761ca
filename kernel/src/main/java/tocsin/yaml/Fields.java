package tocsin.yaml;

import tocsin.duration.DurationText;
import tocsin.yaml.YamlNode.Mapping;
import tocsin.yaml.YamlNode.Scalar;
import tocsin.yaml.YamlNode.Sequence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/// Reads the fields of one mapping. Each read notes its key; `done` reports the keys that nobody
/// asked for, so that a typing error cannot pass in silence. A value of the wrong kind is a
/// problem, and reads as absent.
public final class Fields {
    private final Mapping mapping;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    /// The fields of a node; a node that is no mapping is a problem, and has none.
    public static Fields of(YamlNode node, Problems problems) {
        return switch (node) {
            case Mapping mapping -> new Fields(mapping, problems);
            case Scalar scalar when scalar.isNull() -> new Fields(empty(node), problems);
            case Scalar _, Sequence _ -> {
                problems.add(node, "expected a mapping, found " + node.kind());
                yield new Fields(empty(node), problems);
            }
        };
    }

    private static Mapping empty(YamlNode at) {
        return new Mapping(at.file(), at.line(), at.path(), new LinkedHashMap<>());
    }

    /// The mapping itself, as a place for problems.
    public YamlNode node() {
        return mapping;
    }

    /// Where problems go.
    public Problems problems() {
        return problems;
    }

    /// Whether a key is written, even with nothing behind it.
    public boolean has(String key) {
        known.add(key);
        return mapping.entries().containsKey(key);
    }

    /// The node of a key, if there is one that is not null.
    public Optional<YamlNode> node(String key) {
        known.add(key);
        return mapping.find(key)
                .filter(node -> !(node instanceof Scalar scalar && scalar.isNull()));
    }

    /// A single value as written. `""` between quotes is present and empty.
    public Optional<String> text(String key) {
        return node(key).flatMap(this::scalar).map(Scalar::text);
    }

    /// A single value, or `otherwise`.
    public String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    private Optional<Scalar> scalar(YamlNode node) {
        if (node instanceof Scalar scalar) {
            return Optional.of(scalar);
        }
        problems.add(node, "expected a single value, found " + node.kind());
        return Optional.empty();
    }

    /// A value that `parse` turns into something; what it throws becomes the problem.
    public <T> Optional<T> parsed(String key, Function<String, T> parse) {
        return node(key).flatMap(this::scalar).flatMap(scalar -> parsed(scalar, parse));
    }

    private <T> Optional<T> parsed(Scalar scalar, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(scalar.text()));
        } catch (IllegalArgumentException e) {
            problems.add(scalar, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// A duration such as `1h30m`.
    public Optional<Duration> duration(String key) {
        return parsed(key, Fields::parseDuration);
    }

    private static Duration parseDuration(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + ", expected one such as 30s, 5m or 1h30m", e);
        }
    }

    /// `true` or `false`, in any of YAML 1.1's words without quotes, as Go's reader has it.
    public Optional<Boolean> bool(String key) {
        return parsed(key, Fields::parseBool);
    }

    private static boolean parseBool(String text) {
        return switch (text) {
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" -> true;
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N" ->
                    false;
            default ->
                    throw new IllegalArgumentException(
                            "expected true or false, found \"" + text + "\"");
        };
    }

    /// A whole number.
    public Optional<Long> integer(String key) {
        return parsed(
                key,
                text -> {
                    try {
                        return Long.decode(text.replace("_", ""));
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException(
                                "expected a whole number, found \"" + text + "\"", e);
                    }
                });
    }

    /// The items of a list; none when the key is absent.
    public List<YamlNode> items(String key) {
        return node(key).map(this::items).orElse(List.of());
    }

    private List<YamlNode> items(YamlNode node) {
        if (node instanceof Sequence sequence) {
            return sequence.items();
        }
        problems.add(node, "expected a list, found " + node.kind());
        return List.of();
    }

    /// A list of single values.
    public List<String> texts(String key) {
        var texts = new ArrayList<String>();
        for (YamlNode item : items(key)) {
            scalar(item).map(Scalar::text).ifPresent(texts::add);
        }
        return List.copyOf(texts);
    }

    /// A mapping of names to single values, in the order written.
    public SequencedMap<String, String> textMap(String key) {
        var map = new LinkedHashMap<String, String>();
        node(key)
                .ifPresent(node -> {
                    Fields fields = of(node, problems);
                    fields.keys().forEach(name -> map.put(name, fields.text(name, "")));
                });
        return map;
    }

    /// The fields of a mapping below this one, if it is there.
    public Optional<Fields> fields(String key) {
        return node(key).map(node -> of(node, problems));
    }

    /// All keys in the order written.
    public Set<String> keys() {
        return mapping.entries().keySet();
    }

    /// Adds a problem at a key's value, or at the mapping when the key is absent.
    public void problem(String key, String message) {
        problems.add(mapping.find(key).orElse(mapping), message);
    }

    /// Reports every key that was never asked for. `what` names the thing as users know it:
    /// `route`.
    public void done(String what) {
        mapping.entries()
                .forEach((key, entry) -> {
                    if (!known.contains(key)) {
                        problems.add(
                                new Problems.Problem(
                                        mapping.file(),
                                        entry.line(),
                                        entry.value().path(),
                                        "unknown field \""
                                                + key
                                                + "\" in "
                                                + what
                                                + Spelling.nearest(key, known)
                                                        .map(near ->
                                                                "; did you mean \"" + near + "\"?")
                                                        .orElse("")));
                    }
                });
    }
}

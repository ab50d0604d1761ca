package tocsin.integration;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.yaml.YamlNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A tree of templates, such as the `payload` of a webhook: every text in it is rendered, keys
/// included, and what a text becomes is read as YAML, so that `{{ .Alerts | len }}` is a number and
/// `{{ .Alerts | toJson }}` a list.
public final class Structured {
    private final @Nullable Object tree;

    private Structured(@Nullable Object tree) {
        this.tree = tree;
    }

    /// The tree that stands in a file.
    public static Structured of(YamlNode node) {
        return new Structured(YamlValue.of(node));
    }

    /// A tree of texts.
    public static Structured of(Map<String, ?> map) {
        Map<String, @Nullable Object> sorted = new TreeMap<>(Labels.BYTE_ORDER);
        sorted.putAll(map);
        return new Structured(sorted);
    }

    /// The same, with the fields of another map put over these.
    public Structured with(Structured over) {
        Map<String, @Nullable Object> both = new TreeMap<>(Labels.BYTE_ORDER);
        both.putAll(Json.object(tree));
        both.putAll(Json.object(over.tree));
        return new Structured(both);
    }

    /// What it becomes.
    public @Nullable Object render(Words words) throws WordingException {
        return render(tree, words);
    }

    /// What a map becomes; a tree that is none becomes an empty one.
    public Map<String, Object> renderMap(Words words) throws WordingException {
        return Json.object(render(tree, words));
    }

    private static @Nullable Object render(@Nullable Object value, Words words)
            throws WordingException {
        return switch (value) {
            case null -> null;
            case String text -> leaf(words.text(text));
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> rendered = new TreeMap<>(Labels.BYTE_ORDER);
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    rendered.put(
                            words.text(String.valueOf(entry.getKey())),
                            render(entry.getValue(), words));
                }
                yield rendered;
            }
            case List<?> list -> {
                List<@Nullable Object> rendered = new ArrayList<>();
                for (Object item : list) {
                    rendered.add(render(item, words));
                }
                yield rendered;
            }
            default -> value;
        };
    }

    private static @Nullable Object leaf(String text) {
        Optional<YamlValue.Tree> tree = YamlValue.parse(text);
        return tree.isPresent() ? tree.get().value() : text;
    }
}

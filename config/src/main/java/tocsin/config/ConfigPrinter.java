package tocsin.config;

import tocsin.config.Printable.Block;
import tocsin.config.Printable.Items;
import tocsin.config.Shapes.Field;
import tocsin.config.Shapes.Standard;
import tocsin.labels.MatcherParser;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlNode.Mapping;
import tocsin.yaml.YamlNode.Scalar;
import tocsin.yaml.YamlNode.Sequence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Prints a configuration as Alertmanager prints its own: everything that holds, whether it was
/// written or not, in Alertmanager's order, with secrets hidden. What comes out can be read again.
/// What `shapes.txt` does not name is not printed, so that no secret of an unknown field gets out.
///
/// Two things are left out that Alertmanager prints and could not read itself: the authorization
/// and the URL that follow from a Slack app's token.
final class ConfigPrinter {
    private final PrintedValues values;
    private Block global = new Block(new LinkedHashMap<>());

    private ConfigPrinter(MatcherParser matchers) {
        this.values = new PrintedValues(matchers);
    }

    /// Prints a configuration that was read without problems.
    static String print(YamlNode top, MatcherParser matchers) {
        var printer = new ConfigPrinter(matchers);
        Optional<Mapping> config = mapping(Optional.of(top));
        printer.global = printer.block("global", config.flatMap(found -> find(found, "global")));
        return GoYaml.print(printer.block("config", config));
    }

    private static Optional<Mapping> find(Mapping in, String key) {
        return mapping(in.find(key));
    }

    private static Optional<Mapping> mapping(Optional<YamlNode> node) {
        return node.filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }

    private Block block(String shape, Optional<Mapping> source) {
        var fields = new LinkedHashMap<String, Printable>();
        Optional<Mapping> written = source.map(found -> Rewritten.of(shape, found));
        for (Field field : Shapes.of(shape)) {
            Optional<Printable> value =
                    written.flatMap(found -> found.find(field.name()))
                            .filter(node -> !(node instanceof Scalar scalar && scalar.isNull()))
                            .map(node -> value(field, node))
                            .or(() -> standard(field, written, fields));
            if (value.isEmpty() && field.always()) {
                value = Optional.of(PrintedValues.nothing(field.kind()));
            }
            value.filter(found -> field.always() || !isLeftOut(field, found))
                    .ifPresent(found -> fields.put(field.name(), found));
        }
        PrintedValues.complete(shape, fields);
        return new Block(fields);
    }

    /// An empty block is there if it was written; of what may be unset, zero and false are values.
    private static boolean isLeftOut(Field field, Printable value) {
        boolean isKept =
                switch (field.kind()) {
                    case "flag", "time" -> true;
                    default -> field.isBlock();
                };
        return value.isEmpty() && !isKept;
    }

    private Printable value(Field field, YamlNode node) {
        if (field.isBlock()) {
            return block(field.shape(), mapping(Optional.of(node)));
        }
        if (field.isBlocks()) {
            var items = new ArrayList<Printable>();
            if (node instanceof Sequence sequence) {
                for (YamlNode item : sequence.items()) {
                    items.add(block(field.shape(), mapping(Optional.of(item))));
                }
            }
            return new Items(items, false);
        }
        if (field.kind().equals("worded") && node instanceof Mapping) {
            return block("worded", mapping(Optional.of(node)));
        }
        return values.of(field.kind(), node);
    }

    private Optional<Printable> standard(
            Field field, Optional<Mapping> written, Map<String, Printable> before) {
        return switch (field.standard()) {
            case Standard.None() -> Optional.empty();
            case Standard.EmptyBlock() -> Optional.of(block(field.shape(), Optional.empty()));
            case Standard.Literal(String text) -> Optional.of(values.standard(field.kind(), text));
            case Standard.Sibling(String name) -> Optional.ofNullable(before.get(name));
            case Standard.Global(String key, var unless) ->
                    written.filter(found -> unless.stream().anyMatch(has(found))).isPresent()
                            ? Optional.empty()
                            : Optional.ofNullable(global.fields().get(key))
                                    .map(value -> PrintedValues.inherited(field.kind(), value));
        };
    }

    private static Predicate<String> has(Mapping written) {
        return key ->
                written.find(key)
                        .filter(node -> !(node instanceof Scalar scalar && scalar.isNull()))
                        .isPresent();
    }

    /// What is written in one way and printed in another.
    private static final class Rewritten {
        private Rewritten() {}

        /// The older fields of a token are printed as an authorization.
        static Mapping of(String shape, Mapping source) {
            if (!shape.equals("http")) {
                return source;
            }
            var entries = new LinkedHashMap<>(source.entries());
            YamlNode.Entry token = entries.remove("bearer_token");
            YamlNode.Entry file = entries.remove("bearer_token_file");
            if (token == null && file == null) {
                return source;
            }
            var authorization = new LinkedHashMap<String, YamlNode.Entry>();
            if (token != null) {
                authorization.put("credentials", token);
            }
            if (file != null) {
                authorization.put("credentials_file", file);
            }
            var made =
                    new Mapping(
                            source.file(),
                            source.line(),
                            source.path() + ".authorization",
                            authorization);
            entries.put("authorization", new YamlNode.Entry(source.line(), made));
            return new Mapping(source.file(), source.line(), source.path(), entries);
        }
    }

    /// The texts of a list; nothing else of it.
    static List<String> texts(YamlNode node) {
        var texts = new ArrayList<String>();
        if (node instanceof Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                if (item instanceof Scalar scalar && !scalar.isNull()) {
                    texts.add(scalar.text());
                }
            }
        }
        return texts;
    }
}

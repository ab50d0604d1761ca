package tocsin.yaml;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

import tocsin.yaml.Problems.Problem;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads one YAML document into nodes. Merge keys (`<<`) and aliases work as in Go's YAML; the
/// depth, the size and the number of aliases are bounded, so that a file cannot fill the memory.
public final class YamlReader {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_CHARACTERS = 64 * 1024 * 1024;
    private static final int MAX_NODES = 5_000_000;

    private final String file;
    private final Problems problems;
    private int nodes;

    private YamlReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /// The document's top node; empty, with a problem added, when the text is not YAML, and empty
    /// without one when there is no document at all.
    public static Optional<YamlNode> read(String file, String text, Problems problems) {
        return new YamlReader(file, problems).read(text);
    }

    private Optional<YamlNode> read(String text) {
        var settings =
                LoadSettings.builder()
                        .setLabel(file)
                        .setMaxAliasesForCollections(1_000)
                        .setCodePointLimit(MAX_CHARACTERS)
                        .setAllowDuplicateKeys(true)
                        .build();
        try {
            var composer =
                    new Composer(
                            settings, new ParserImpl(settings, new StreamReader(settings, text)));
            return composer.getSingleNode().map(node -> convert(node, "", 0));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            problems.add(new Problem(file, line, "", "not valid YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(new Problem(file, 0, "", "not valid YAML: " + e.getMessage()));
        }
        return Optional.empty();
    }

    private YamlNode convert(Node node, String path, int depth) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
            throw new YamlEngineException(
                    "more than " + MAX_DEPTH + " levels or " + MAX_NODES + " values");
        }
        return switch (node) {
            case ScalarNode scalar ->
                    new YamlNode.Scalar(
                            file,
                            line,
                            path,
                            scalar.getValue(),
                            scalar.getScalarStyle() == ScalarStyle.PLAIN);
            case SequenceNode sequence -> list(sequence, line, path, depth);
            case MappingNode mapping -> mapping(mapping, line, path, depth);
            default -> throw new YamlEngineException("a node of unknown kind at line " + line);
        };
    }

    private YamlNode list(SequenceNode sequence, int line, String path, int depth) {
        var items = new ArrayList<YamlNode>();
        for (Node item : sequence.getValue()) {
            items.add(convert(item, path + "[" + items.size() + "]", depth + 1));
        }
        return new YamlNode.Sequence(file, line, path, items);
    }

    private YamlNode mapping(MappingNode mapping, int line, String path, int depth) {
        var entries = new LinkedHashMap<String, YamlNode.Entry>();
        var merged = new LinkedHashMap<String, YamlNode.Entry>();
        for (NodeTuple tuple : mapping.getValue()) {
            int keyLine =
                    tuple.getKeyNode().getStartMark().map(mark -> mark.getLine() + 1).orElse(line);
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(new Problem(file, keyLine, path, "a key must be a single value"));
                continue;
            }
            String name = key.getValue();
            if (name.equals("<<")) {
                merge(convert(tuple.getValueNode(), path, depth + 1), merged);
                continue;
            }
            YamlNode value =
                    convert(
                            tuple.getValueNode(),
                            path.isEmpty() ? name : path + "." + name,
                            depth + 1);
            if (entries.put(name, new YamlNode.Entry(keyLine, value)) != null) {
                problems.add(
                        new Problem(
                                file,
                                keyLine,
                                value.path(),
                                "key \"" + name + "\" already set in map"));
            }
        }
        merged.forEach(entries::putIfAbsent);
        return new YamlNode.Mapping(
                file, line, path, Collections.unmodifiableSequencedMap(entries));
    }

    private static void merge(YamlNode from, Map<String, YamlNode.Entry> into) {
        switch (from) {
            case YamlNode.Mapping mapping -> mapping.entries().forEach(into::putIfAbsent);
            case YamlNode.Sequence sequence -> sequence.items().forEach(item -> merge(item, into));
            case YamlNode.Scalar _ -> {}
        }
    }
}

package tocsin.gotemplate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.Value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// JSON as test data, and as the values that Go would decode it to.
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /// The lines of a resource, each a JSON object.
    static List<JsonNode> lines(String resource) {
        try (var in = Json.class.getResourceAsStream(resource)) {
            var lines = new ArrayList<JsonNode>();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                lines.add(MAPPER.readTree(line));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Value value(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> Value.of(node.textValue());
            case BOOLEAN -> Value.of(node.booleanValue());
            case NUMBER -> Value.of(node.doubleValue());
            case ARRAY -> {
                var items = new ArrayList<Value>();
                node.forEach(item -> items.add(value(item)));
                yield new Value.Seq(items, GoType.ANYS);
            }
            case OBJECT -> {
                Map<String, Value> map = new HashMap<>();
                node.properties().forEach(each -> map.put(each.getKey(), value(each.getValue())));
                yield Value.ofMap(map, GoType.ANY_MAP);
            }
            default -> Value.NOTHING;
        };
    }
}

package tocsin.server.promapi;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// Writes small answers that are more easily built than streamed: maps, lists, texts, whole
/// numbers, floats, truths, and nothing.
final class JsonTree {
    private JsonTree() {}

    static void write(JsonOut json, @Nullable Object value) {
        switch (value) {
            case null -> json.raw("null");
            case String text -> json.text(text);
            case Boolean truth -> json.raw(truth.toString());
            case Integer number -> json.number(number);
            case Long number -> json.number(number);
            case Double number -> json.raw(Numbers.json(number));
            case Map<?, ?> map -> {
                json.raw('{');
                boolean first = true;
                for (var entry : map.entrySet()) {
                    json.key(String.valueOf(entry.getKey()), first);
                    write(json, entry.getValue());
                    first = false;
                }
                json.raw('}');
            }
            case List<?> list -> {
                json.raw('[');
                boolean first = true;
                for (Object each : list) {
                    json.raw(first ? "" : ",");
                    write(json, each);
                    first = false;
                }
                json.raw(']');
            }
            default -> throw new IllegalArgumentException("no JSON: " + value.getClass());
        }
    }
}

package tocsin.integration;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// An object in the making, its fields in the order given.
public final class JsonObject {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    /// A field that is always there.
    public JsonObject with(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    /// A field that is left out when it is empty: no text, no items, no fields, false, or nothing.
    public JsonObject some(String name, @Nullable Object value) {
        boolean empty =
                switch (value) {
                    case null -> true;
                    case String text -> text.isEmpty();
                    case Boolean flag -> !flag;
                    case Map<?, ?> map -> map.isEmpty();
                    case java.util.Collection<?> items -> items.isEmpty();
                    default -> false;
                };
        return empty ? this : with(name, value);
    }

    /// The object.
    public Map<String, @Nullable Object> map() {
        return fields;
    }

    /// Its bytes.
    public byte[] bytes() {
        return Json.encode(fields);
    }
}

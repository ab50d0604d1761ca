package tocsin.integration;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// JSON as providers get it and give it: trees of maps, lists, texts, numbers, booleans and null.
/// What is written looks as Go's encoder has it: one line, and what could begin a tag escaped.
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double SMALLEST_PLAIN = 1e-6;
    private static final double LARGEST_PLAIN = 1e21;

    private Json() {}

    /// The bytes of a tree, with a line feed at the end.
    public static byte[] encode(@Nullable Object tree) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.setCharacterEscapes(new HtmlEscapes());
            write(json, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean flag -> json.writeBoolean(flag);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case Double number -> json.writeNumber(plain(number));
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (Object item : list) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case RawJson(String text) -> json.writeRawValue(text);
            default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
        }
    }

    /// JSON that somebody else has made, to be put in as it stands.
    public record RawJson(String text) {}

    /// Go's shortest form: plain between a millionth and 10²¹, else with an exponent.
    private static String plain(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("JSON has no " + number);
        }
        double size = Math.abs(number);
        if (number == 0) {
            return "0";
        }
        var decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        if (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN) {
            return decimal.toPlainString();
        }
        String digits = decimal.unscaledValue().toString();
        int sign = digits.startsWith("-") ? 1 : 0;
        int exponent = decimal.precision() - decimal.scale() - 1;
        String rest = digits.substring(sign + 1);
        return digits.substring(0, sign + 1)
                + (rest.isEmpty() ? "" : "." + rest)
                + "e"
                + (exponent < 0 ? "-" : "+")
                + Math.abs(exponent);
    }

    /// The tree of a text; empty when it is not JSON.
    public static Optional<Object> decode(String text) {
        try (JsonParser json = FACTORY.createParser(text)) {
            if (json.nextToken() == null) {
                return Optional.empty();
            }
            Object tree = read(json);
            return json.nextToken() == null ? Optional.ofNullable(tree) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// The object of a text; empty when it is none.
    public static Map<String, Object> object(String text) {
        return decode(text).map(Json::object).orElse(Map.of());
    }

    /// A tree as an object; empty when it is none.
    @SuppressWarnings("unchecked") // what `read` makes of an object has texts as keys
    public static Map<String, Object> object(@Nullable Object tree) {
        return tree instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /// A text in an object; empty when it is not there, or no text.
    public static String text(Map<String, Object> object, String key) {
        return object.get(key) instanceof String text ? text : "";
    }

    private static @Nullable Object read(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    map.put(name, read(json));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(json));
                }
                yield list;
            }
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> {
                Number number = json.getNumberValue();
                yield number instanceof BigInteger ? number : (Object) number.longValue();
            }
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw new IOException("unexpected end of JSON");
        };
    }
}

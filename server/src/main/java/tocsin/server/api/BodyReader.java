package tocsin.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads a JSON body token by token: nothing is kept but what the API knows. Keys match in any
/// case, unknown ones are skipped, `null` is the same as absent; a value of the wrong kind is
/// refused.
final class BodyReader implements AutoCloseable {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(100)
                                    .maxStringLength(4 * 1024 * 1024)
                                    .maxNameLength(64 * 1024)
                                    .build())
                    .build();
    static final long MAX_BYTES = 64L * 1024 * 1024;

    private final String name;
    private final JsonParser parser;

    /// Reads `body`; `name` is what messages call it.
    BodyReader(String name, InputStream body) throws IOException {
        this.name = name;
        this.parser = JSON.createParser(new BoundedInput(body, MAX_BYTES));
    }

    /// A part of the body that may fail to be JSON.
    @FunctionalInterface
    interface Part<T> {
        T read() throws IOException;
    }

    /// Reads the whole body as `part` says, and refuses what is no JSON or has more behind it.
    <T> T all(Part<T> part) {
        try {
            if (parser.nextToken() == null) {
                throw required("");
            }
            T value = part.read();
            if (parser.nextToken() != null) {
                throw malformed("invalid data after top-level value");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw malformed(GoJson.words(e));
        } catch (BoundedInput.TooLong e) {
            throw ApiException.framework(413, 413, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    /// Reads the elements of a list.
    void list(String list, Part<?> element) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(JsonToken.START_ARRAY, list);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    /// A field of an object.
    @FunctionalInterface
    interface Field {
        /// Reads the value of `key`, in lower case; false when the key is not known.
        boolean read(String key) throws IOException;
    }

    /// Reads the fields of an object.
    void object(Field field) throws IOException {
        expect(JsonToken.START_OBJECT, "object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            if (!field.read(lowerCase(key))) {
                parser.skipChildren();
            }
        }
    }

    private static String lowerCase(String key) {
        return key.toLowerCase(java.util.Locale.ROOT);
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /// A string; empty for `null`.
    Optional<String> text() throws IOException {
        if (isNull()) {
            return Optional.empty();
        }
        expect(JsonToken.VALUE_STRING, "string");
        return Optional.of(parser.getText());
    }

    Optional<Boolean> bool() throws IOException {
        if (isNull()) {
            return Optional.empty();
        }
        if (!parser.currentToken().isBoolean()) {
            throw malformed("json: cannot unmarshal " + found() + " into Go value of type bool");
        }
        return Optional.of(parser.getBooleanValue());
    }

    Optional<Instant> time() throws IOException {
        Optional<String> text = text();
        try {
            return text.flatMap(Timestamps::parse);
        } catch (DateTimeException _) {
            throw malformed("parsing time \"" + text.orElse("") + "\": expected RFC 3339");
        }
    }

    /// An object whose values are strings; empty for `null`.
    Optional<Map<String, String>> texts() throws IOException {
        if (isNull()) {
            return Optional.empty();
        }
        expect(JsonToken.START_OBJECT, "object");
        var values = new LinkedHashMap<String, String>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            values.put(key, text().orElse(""));
        }
        return Optional.of(values);
    }

    private void expect(JsonToken token, String what) {
        if (parser.currentToken() != token) {
            throw malformed("json: cannot unmarshal " + found() + " into Go value of type " + what);
        }
    }

    private String found() {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "bool";
            case VALUE_NULL -> "null";
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    token.name();
        };
    }

    ApiException malformed(String reason) {
        return ApiException.framework(
                400, 400, "parsing " + name + " body from \"\" failed, because " + reason);
    }

    /// The answer when something must be there and is not; without a field, the body itself.
    ApiException required(String field) {
        return ApiException.framework(
                422, 602, (field.isEmpty() ? name : field) + " in body is required");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}

package tocsin.server.verbs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.Locale;

/// JSON as Go writes it: `<`, `>` and `&` are escaped, for pages that put it into a script.
final class Json {
    /// Reads and writes trees; fields keep their order.
    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final ObjectMapper GO = new ObjectMapper();

    static {
        GO.getFactory().setCharacterEscapes(new Escapes());
    }

    private Json() {}

    /// One line, without its end.
    static String text(JsonNode node) {
        try {
            return GO.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        private final int[] ascii = standardAsciiEscapesForJSON();

        Escapes() {
            ascii['<'] = ESCAPE_CUSTOM;
            ascii['>'] = ESCAPE_CUSTOM;
            ascii['&'] = ESCAPE_CUSTOM;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        @Override
        public SerializableString getEscapeSequence(int c) {
            return new SerializedString(String.format(Locale.ROOT, "\\u%04x", c));
        }
    }
}

package tocsin.gotemplate.value;

import java.time.ZonedDateTime;
import java.util.List;

/// JSON of values as Go's `json.Marshal` writes it: compact, keys sorted, what could begin a tag
/// escaped.
public final class JsonText {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_CHARS = 8 << 20;

    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /// The JSON of a value.
    public static String of(Value value) throws FunctionException {
        var json = new JsonText();
        json.write(value, 0);
        return json.out.toString();
    }

    private void write(Value value, int depth) throws FunctionException {
        if (depth > MAX_DEPTH || out.length() > MAX_CHARS) {
            throw new FunctionException("json: value is too large");
        }
        switch (value) {
            case Value.Nothing _ -> out.append("null");
            case Value.Boxed(Value inner) -> write(inner, depth);
            case Value.Bool(boolean truth) -> out.append(truth);
            case Value.Int(long number, GoType type) ->
                    out.append(
                            type.name().startsWith("uint")
                                    ? Long.toUnsignedString(number)
                                    : Long.toString(number));
            case Value.Real(double number) -> number(number);
            case Value.Complex _ ->
                    throw new FunctionException("json: unsupported type: complex128");
            case Value.Str(String text, _) -> string(text);
            case Value.Seq(List<Value> items, _) -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    out.append(i > 0 ? "," : "");
                    write(items.get(i), depth + 1);
                }
                out.append(']');
            }
            case Value.Dict dict -> dict(dict, depth);
            case Value.Struct struct -> struct(struct, depth);
            case Value.Time(ZonedDateTime at) -> string(Times.rfc3339(at));
        }
    }

    private void dict(Value.Dict dict, int depth) throws FunctionException {
        out.append('{');
        for (int i = 0; i < dict.keys().length; i++) {
            out.append(i > 0 ? "," : "");
            string(dict.keys()[i]);
            out.append(':');
            write(dict.values()[i], depth + 1);
        }
        out.append('}');
    }

    private void struct(Value.Struct struct, int depth) throws FunctionException {
        List<String> names = struct.struct().jsonNames();
        out.append('{');
        for (int i = 0; i < names.size(); i++) {
            out.append(i > 0 ? "," : "");
            string(names.get(i));
            out.append(':');
            write(struct.fields().get(i), depth + 1);
        }
        out.append('}');
    }

    private void number(double number) throws FunctionException {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new FunctionException(
                    "json: unsupported value: " + Floats.format(number, 'g', Floats.SHORTEST));
        }
        double size = Math.abs(number);
        boolean exponent = size != 0 && (size < 1e-6 || size >= 1e21);
        String text = Floats.format(number, exponent ? 'e' : 'f', Floats.SHORTEST);
        out.append(exponent ? text.replaceFirst("e-0(\\d)$", "e-$1") : text);
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '<', '>', '&', '\u2028', '\u2029' -> escape(c);
                default -> {
                    if (c < ' ') {
                        escape(c);
                    } else if (Bytes.isEscape(text, i)) {
                        out.append("\\ufffd");
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        out.append(String.format("\\u%04x", (int) c));
    }
}

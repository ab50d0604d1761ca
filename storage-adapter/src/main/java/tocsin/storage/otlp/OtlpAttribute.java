package tocsin.storage.otlp;

import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.codec.ProtoIn;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

/// A name with a value, which is text here whatever it was.
record OtlpAttribute(String name, String text) {
    private static final int DEEPEST = 16;

    /// Reads the nested message that the input is in.
    static OtlpAttribute read(ProtoIn in) throws CorruptDataException {
        String name = "";
        String text = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> text = nested(in, false, 0);
                default -> in.skip();
            }
        }
        return new OtlpAttribute(name, text);
    }

    /// Enters the field, reads it as an attribute, and adds it to a list.
    static void readInto(List<OtlpAttribute> list, ProtoIn in) throws CorruptDataException {
        int outer = in.enter();
        list.add(read(in));
        in.leave(outer);
    }

    private static String nested(ProtoIn in, boolean inJson, int depth)
            throws CorruptDataException {
        if (depth > DEEPEST) {
            throw in.wrong("an attribute nested deeper than " + DEEPEST);
        }
        String text = inJson ? "null" : "";
        int outer = in.enter();
        while (in.next()) {
            text =
                    switch (in.field()) {
                        case 1 -> inJson ? quoted(in.text()) : in.text();
                        case 2 -> String.valueOf(in.varint() != 0);
                        case 3 -> String.valueOf(in.varint());
                        case 4 -> number(in.f64());
                        case 5 -> array(in, depth + 1);
                        case 6 -> object(in, depth + 1);
                        case 7 -> base64(in, inJson);
                        default -> {
                            in.skip();
                            yield text;
                        }
                    };
        }
        in.leave(outer);
        return text;
    }

    private static String array(ProtoIn in, int depth) throws CorruptDataException {
        var items = new ArrayList<String>();
        int outer = in.enter();
        while (in.next()) {
            if (in.field() == 1) {
                items.add(nested(in, true, depth));
            } else {
                in.skip();
            }
        }
        in.leave(outer);
        return "[" + String.join(",", items) + "]";
    }

    private static String object(ProtoIn in, int depth) throws CorruptDataException {
        var members = new TreeMap<String, String>();
        int outer = in.enter();
        while (in.next()) {
            if (in.field() != 1) {
                in.skip();
                continue;
            }
            String name = "";
            String text = "null";
            int inner = in.enter();
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> name = in.text();
                    case 2 -> text = nested(in, true, depth);
                    default -> in.skip();
                }
            }
            in.leave(inner);
            members.put(name, quoted(name) + ":" + text);
        }
        in.leave(outer);
        return "{" + String.join(",", members.values()) + "}";
    }

    private static String base64(ProtoIn in, boolean inJson) throws CorruptDataException {
        String text = Base64.getEncoder().encodeToString(in.raw());
        return inJson ? quoted(text) : text;
    }

    /// As JavaScript writes it.
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-6 || size >= 1e21)) {
            BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
            int exponent = exact.precision() - exact.scale() - 1;
            BigDecimal mantissa = exact.scaleByPowerOfTen(-exponent);
            return mantissa.toPlainString() + (exponent < 0 ? "e" : "e+") + exponent;
        }
        return plain(value);
    }

    /// All digits and no exponent.
    static String plain(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return number(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    /// A string of JSON, with what HTML would take for its own escaped.
    private static String quoted(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '<', '>', '&', '\u2028', '\u2029' -> escape(out, c);
                default -> {
                    if (c < ' ') {
                        escape(out, c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    private static void escape(StringBuilder out, char c) {
        out.append("\\u").append("%04x".formatted((int) c));
    }
}

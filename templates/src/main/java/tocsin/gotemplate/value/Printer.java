package tocsin.gotemplate.value;

import java.util.List;
import java.util.function.Function;

/// Writes values as Go's `fmt` does, each under a verb. Values nest no deeper than the data that
/// templates are given or build.
final class Printer {
    private static final String NIL = "<nil>";
    private static final int MAX_DEPTH = 100;

    private final StringBuilder out;
    private final Flags flags;
    private final char verb;

    private Printer(StringBuilder out, Flags flags, char verb) {
        this.out = out;
        this.flags = flags;
        this.verb = verb;
    }

    /// Appends an argument under a verb.
    static void print(StringBuilder out, Value argument, char verb, Flags flags)
            throws FunctionException {
        new Printer(out, flags, verb).argument(Value.unbox(argument));
    }

    private void argument(Value value) throws FunctionException {
        switch (verb) {
            case 'T' ->
                    out.append(
                            Verbs.string(
                                    value instanceof Value.Nothing ? NIL : value.type().name(),
                                    flags));
            case 'p' -> badVerb(value);
            default -> {
                if (value instanceof Value.Nothing) {
                    if (verb == 'v') {
                        out.append(flags.pad(NIL));
                    } else {
                        badVerb(value);
                    }
                } else {
                    value(value, 0);
                }
            }
        }
    }

    private void badVerb(Value value) throws FunctionException {
        out.append("%!").append(verb).append('(');
        if (value instanceof Value.Nothing) {
            out.append(NIL);
        } else {
            out.append(value.type().name()).append('=');
            new Printer(out, flags, 'v').plainly(value);
        }
        out.append(')');
    }

    /// Without the methods that values have for printing themselves.
    private void plainly(Value value) throws FunctionException {
        structure(value, 0);
    }

    private void value(Value value, int depth) throws FunctionException {
        Function<Value, String> stringer = value.type().stringer();
        if (stringer != null && !flags.sharpV() && "vsxXq".indexOf(verb) >= 0) {
            string(stringer.apply(value), value);
        } else {
            structure(value, depth);
        }
    }

    private void structure(Value value, int depth) throws FunctionException {
        if (depth > MAX_DEPTH) {
            throw new FunctionException("values nest deeper than " + MAX_DEPTH);
        }
        if (out.length() > Format.MAX_CHARS) {
            throw Format.tooLong();
        }
        switch (value) {
            case Value.Nothing _ -> out.append(NIL);
            case Value.Boxed(Value.Nothing _) ->
                    out.append(flags.sharpV() ? "interface {}(nil)" : NIL);
            case Value.Boxed(Value inner) -> value(inner, depth + 1);
            case Value.Bool(boolean truth) -> bool(truth, value);
            case Value.Int(long number, GoType type) -> integer(number, type, value);
            case Value.Real(double number) -> floating(number, value);
            case Value.Complex complex -> complex(complex);
            case Value.Str(String text, _) -> string(text, value);
            case Value.Seq seq -> sequence(seq, depth);
            case Value.Dict dict -> dict(dict, depth);
            case Value.Struct struct -> struct(struct, depth);
            case Value.Time(_) -> string(Times.text(value), value);
        }
    }

    private void bool(boolean truth, Value value) throws FunctionException {
        if (verb == 't' || verb == 'v') {
            out.append(flags.pad(truth ? "true" : "false"));
        } else {
            badVerb(value);
        }
    }

    private void integer(long number, GoType type, Value value) throws FunctionException {
        boolean signed = type.kind() == Kind.INT;
        switch (verb) {
            case 'v' -> {
                boolean hex = flags.sharpV() && !signed;
                String text = Verbs.integer(number, signed, hex ? 16 : 10, 'd', flags);
                out.append(hex ? "0x" + text : text);
            }
            case 'd' -> out.append(Verbs.integer(number, signed, 10, verb, flags));
            case 'b' -> out.append(Verbs.integer(number, signed, 2, verb, flags));
            case 'o', 'O' -> out.append(Verbs.integer(number, signed, 8, verb, flags));
            case 'x', 'X' -> out.append(Verbs.integer(number, signed, 16, verb, flags));
            case 'c' -> out.append(Verbs.character(number, flags));
            case 'q' -> out.append(Verbs.quotedCharacter(number, flags));
            case 'U' -> out.append(Verbs.unicode(number, flags));
            default -> badVerb(value);
        }
    }

    private void floating(double number, Value value) throws FunctionException {
        switch (verb) {
            case 'v' -> out.append(Verbs.floating(number, 'g', Floats.SHORTEST, flags));
            case 'b', 'g', 'G', 'x', 'X' ->
                    out.append(Verbs.floating(number, verb, Floats.SHORTEST, flags));
            case 'f', 'F', 'e', 'E' -> out.append(Verbs.floating(number, verb, 6, flags));
            default -> badVerb(value);
        }
    }

    private void complex(Value.Complex complex) throws FunctionException {
        if ("vbgGxXfFeE".indexOf(verb) < 0) {
            badVerb(complex);
            return;
        }
        out.append('(');
        floating(complex.re(), complex);
        new Printer(out, flags.withPlus(), verb).floating(complex.im(), complex);
        out.append("i)");
    }

    private void string(String text, Value value) throws FunctionException {
        switch (verb) {
            case 'v' ->
                    out.append(
                            flags.sharpV() ? Verbs.quoted(text, flags) : Verbs.string(text, flags));
            case 's' -> out.append(Verbs.string(text, flags));
            case 'q' -> out.append(Verbs.quoted(text, flags));
            case 'x', 'X' -> out.append(Verbs.hexadecimal(text, verb == 'X', flags));
            default -> badVerb(value);
        }
    }

    private void sequence(Value.Seq seq, int depth) throws FunctionException {
        boolean source = flags.sharpV();
        out.append(source ? seq.type().name() + "{" : "[");
        List<Value> items = seq.items();
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(source ? ", " : " ");
            }
            value(items.get(i), depth + 1);
        }
        out.append(source ? '}' : ']');
    }

    private void dict(Value.Dict dict, int depth) throws FunctionException {
        boolean source = flags.sharpV();
        out.append(source ? dict.type().name() + "{" : "map[");
        for (int i = 0; i < dict.keys().length; i++) {
            if (i > 0) {
                out.append(source ? ", " : " ");
            }
            value(Value.of(dict.keys()[i]), depth + 1);
            out.append(':');
            value(dict.values()[i], depth + 1);
        }
        out.append(source ? '}' : ']');
    }

    private void struct(Value.Struct struct, int depth) throws FunctionException {
        if (struct.isPointer()) {
            if (depth > 0) {
                out.append("0xc000000000");
                return;
            }
            out.append('&');
        }
        out.append(flags.sharpV() ? struct.struct().name() + "{" : "{");
        List<Value> fields = struct.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                out.append(flags.sharpV() ? ", " : " ");
            }
            if (flags.plusV() || flags.sharpV()) {
                out.append(struct.struct().fields().get(i)).append(':');
            }
            value(fields.get(i), depth + 1);
        }
        out.append('}');
    }
}

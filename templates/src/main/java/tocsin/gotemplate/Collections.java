package tocsin.gotemplate;

import tocsin.gotemplate.value.Bytes;
import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.Kind;
import tocsin.gotemplate.value.Value;

import java.util.List;

/// Access to elements of slices, maps and strings.
final class Collections {
    private Collections() {}

    /// What a map has under a key; the zero of its elements' type when it has nothing.
    static Value entry(Value.Dict dict, String key) {
        GoType element = dict.type().element();
        Value value = dict.get(key);
        if (element == GoType.ANY) {
            return new Value.Boxed(value);
        }
        return value instanceof Value.Nothing ? zero(element) : value;
    }

    private static Value zero(GoType type) {
        return switch (type.kind()) {
            case BOOL -> Value.FALSE;
            case INT, UINT -> new Value.Int(0, type);
            case FLOAT -> Value.of(0.0);
            case COMPLEX -> new Value.Complex(0, 0);
            case STRING -> new Value.Str("", type);
            case SLICE -> new Value.Seq(List.of(), type);
            case MAP -> new Value.Dict(new String[0], new Value[0], type);
            case INVALID, STRUCT, POINTER, INTERFACE -> Value.NIL;
        };
    }

    /// `index x 1 "y"`.
    static Value index(Value[] args) throws FunctionException {
        Value item = Value.unbox(args[0]);
        if (item instanceof Value.Nothing) {
            throw new FunctionException("index of untyped nil");
        }
        for (int i = 1; i < args.length; i++) {
            Value index = Value.unbox(args[i]);
            item = at(Value.unbox(item), index);
        }
        return item;
    }

    private static Value at(Value item, Value index) throws FunctionException {
        return switch (item) {
            case Value.Nothing _ -> throw new FunctionException("index of nil pointer");
            case Value.Seq(List<Value> items, GoType type) -> {
                int at = indexWithin(index, items.size(), false);
                Value element = items.get(at);
                yield type.element() == GoType.ANY ? new Value.Boxed(element) : element;
            }
            case Value.Str(String text, _) -> {
                int at = indexWithin(index, Bytes.length(text), false);
                yield new Value.Int(Bytes.at(text, at), GoType.UINT8);
            }
            case Value.Dict dict -> entry(dict, key(index));
            case Value.Bool _, Value.Int _, Value.Real _, Value.Complex _, Value.Boxed _ ->
                    throw new FunctionException("can't index item of type " + item.type());
            case Value.Struct _, Value.Time _ ->
                    throw new FunctionException("can't index item of type " + item.type());
        };
    }

    private static String key(Value index) throws FunctionException {
        if (index instanceof Value.Nothing) {
            throw new FunctionException("value is nil; should be of type string");
        }
        if (index instanceof Value.Str(String text, GoType type) && type == GoType.STRING) {
            return text;
        }
        throw new FunctionException("value has type " + index.type() + "; should be string");
    }

    /// An index; one behind the last is allowed where slices end.
    private static int indexWithin(Value index, int length, boolean end) throws FunctionException {
        if (index instanceof Value.Nothing) {
            throw new FunctionException("cannot index slice/array with nil");
        }
        if (!(index instanceof Value.Int(long at, GoType type))) {
            throw new FunctionException("cannot index slice/array with type " + index.type());
        }
        boolean tooLarge = type.kind() == Kind.UINT && at < 0;
        if (at < 0 || tooLarge || at > length) {
            throw new FunctionException("index out of range: " + at);
        }
        if (at == length && !end) {
            throw new FunctionException("reflect: slice index out of range");
        }
        return (int) at;
    }

    /// `slice x 1 2`.
    static Value slice(Value[] args) throws FunctionException {
        Value item = Value.unbox(args[0]);
        int count = args.length - 1;
        if (item instanceof Value.Nothing) {
            throw new FunctionException("slice of untyped nil");
        }
        if (count > 3) {
            throw new FunctionException("too many slice indexes: " + count);
        }
        if (item instanceof Value.Str && count == 3) {
            throw new FunctionException("cannot 3-index slice a string");
        }
        int length =
                switch (item) {
                    case Value.Str(String text, _) -> Bytes.length(text);
                    case Value.Seq(List<Value> items, _) -> items.size();
                    default ->
                            throw new FunctionException("can't slice item of type " + item.type());
                };
        int[] bounds = {0, length, length};
        for (int i = 0; i < count; i++) {
            bounds[i] = indexWithin(Value.unbox(args[i + 1]), length, true);
        }
        for (int i = 0; i < 2; i++) {
            if (bounds[i] > bounds[i + 1] && i + 1 < Math.max(count, 2)) {
                throw new FunctionException(
                        "invalid slice index: " + bounds[i] + " > " + bounds[i + 1]);
            }
        }
        if (item instanceof Value.Str(String text, GoType type)) {
            return new Value.Str(Bytes.slice(text, bounds[0], bounds[1]), type);
        }
        Value.Seq seq = (Value.Seq) item;
        return new Value.Seq(seq.items().subList(bounds[0], bounds[1]), seq.type());
    }

    /// The length of what has one.
    static Value length(Value value) throws FunctionException {
        return switch (Value.unbox(value)) {
            case Value.Str(String text, _) -> Value.of((long) Bytes.length(text));
            case Value.Seq(List<Value> items, _) -> Value.of((long) items.size());
            case Value.Dict dict -> Value.of((long) dict.keys().length);
            case Value.Nothing _ ->
                    throw new FunctionException(
                            value instanceof Value.Boxed
                                    ? "len of nil pointer"
                                    : "reflect: call of reflect.Value.Type on zero Value");
            default -> throw new FunctionException("len of type " + value.type());
        };
    }
}

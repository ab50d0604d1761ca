package tocsin.gotemplate.value;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A value that a template can see. The model is closed: templates reach what it holds and nothing
/// else of the program.
public sealed interface Value {
    /// No value: an untyped nil, printed as `<no value>`.
    Value NOTHING = new Nothing();

    /// A nil of type `interface {}`, as under a missing key of a map of anything.
    Value NIL = new Boxed(NOTHING);

    Value TRUE = new Bool(true);
    Value FALSE = new Bool(false);

    /// The type, as Go would name it.
    GoType type();

    /// An untyped nil.
    record Nothing() implements Value {
        static final GoType UNTYPED = GoType.named("nil", GoType.ANY).build();

        @Override
        public GoType type() {
            return UNTYPED;
        }
    }

    /// A value seen through an interface: an element of a list or map of anything. Only error
    /// messages tell it from what it holds.
    record Boxed(Value inner) implements Value {
        @Override
        public GoType type() {
            return GoType.ANY;
        }
    }

    record Bool(boolean value) implements Value {
        @Override
        public GoType type() {
            return GoType.BOOL;
        }
    }

    /// An integer of any type, signed or not, in two's complement.
    record Int(long value, GoType type) implements Value {}

    record Real(double value) implements Value {
        @Override
        public GoType type() {
            return GoType.FLOAT64;
        }
    }

    record Complex(double re, double im) implements Value {
        @Override
        public GoType type() {
            return GoType.COMPLEX128;
        }
    }

    /// A string, possibly of a type that says what it is safe for.
    record Str(String value, GoType type) implements Value {}

    /// A slice.
    record Seq(List<Value> items, GoType type) implements Value {}

    /// A map with string keys, in order of keys. Keys and values stand side by side.
    record Dict(String[] keys, Value[] values, GoType type) implements Value {
        /// The value under a key; `NOTHING` when there is none.
        public Value get(String key) {
            for (int i = 0; i < keys.length; i++) {
                if (keys[i].equals(key)) {
                    return values[i];
                }
            }
            return NOTHING;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Dict dict
                    && type == dict.type
                    && Arrays.equals(keys, dict.keys)
                    && Arrays.equals(values, dict.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(keys);
        }
    }

    /// A struct, or a pointer to one, with its fields in the order of its type.
    record Struct(GoType struct, GoType type, List<Value> fields) implements Value {
        /// The struct itself.
        public static Struct of(GoType type, Value... fields) {
            return new Struct(type, type, List.of(fields));
        }

        /// A pointer to the struct.
        public static Struct pointer(GoType pointer, Value... fields) {
            return new Struct(pointer.element(), pointer, List.of(fields));
        }

        /// Whether this stands for a pointer.
        public boolean isPointer() {
            return struct != type;
        }
    }

    /// An instant with its zone.
    record Time(ZonedDateTime at) implements Value {
        @Override
        public GoType type() {
            return Times.TIME;
        }
    }

    static Value of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /// An `int`.
    static Value of(long value) {
        return new Int(value, GoType.INT);
    }

    static Value of(double value) {
        return new Real(value);
    }

    static Value of(String value) {
        return new Str(value, GoType.STRING);
    }

    /// A `time.Duration`.
    static Value of(Duration value) {
        return new Int(value.toNanos(), Times.DURATION);
    }

    /// A `[]string`.
    static Value ofStrings(List<String> values) {
        return new Seq(values.stream().map(Value::of).toList(), GoType.STRINGS);
    }

    /// A map, sorted as Go sorts keys: by bytes.
    static Value ofMap(Map<String, Value> map, GoType type) {
        String[] keys = map.keySet().toArray(String[]::new);
        Arrays.sort(keys, BYTE_ORDER);
        Value[] values = new Value[keys.length];
        for (int i = 0; i < keys.length; i++) {
            values[i] = map.getOrDefault(keys[i], NOTHING);
        }
        return new Dict(keys, values, type);
    }

    /// Orders strings as their UTF-8 bytes do.
    Comparator<String> BYTE_ORDER = Bytes::compare;

    /// What an interface holds; any other value as it is.
    static Value unbox(Value value) {
        return value instanceof Boxed(Value inner) ? inner : value;
    }
}

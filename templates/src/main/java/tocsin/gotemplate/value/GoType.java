package tocsin.gotemplate.value;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A type as Go knows it: its name, its kind, and what can be asked of its values.
///
/// Types are compared by identity; each is made once.
public final class GoType {
    public static final GoType BOOL = basic("bool", Kind.BOOL);
    public static final GoType INT = basic("int", Kind.INT);
    public static final GoType INT32 = basic("int32", Kind.INT);
    public static final GoType INT64 = basic("int64", Kind.INT);
    public static final GoType UINT = basic("uint", Kind.UINT);
    public static final GoType UINT8 = basic("uint8", Kind.UINT);
    public static final GoType UINT64 = basic("uint64", Kind.UINT);
    public static final GoType FLOAT64 = basic("float64", Kind.FLOAT);
    public static final GoType COMPLEX128 = basic("complex128", Kind.COMPLEX);
    public static final GoType STRING = basic("string", Kind.STRING);
    public static final GoType ANY = basic("interface {}", Kind.INTERFACE);

    /// The parameter of functions that take a value as it stands, missing or not.
    public static final GoType REFLECTED = basic("reflect.Value", Kind.STRUCT);

    /// The parameter of methods that take another value of their receiver's type.
    public static final GoType SELF = basic("self", Kind.STRUCT);

    public static final GoType STRINGS = sliceOf(STRING);
    public static final GoType ANYS = sliceOf(ANY);
    public static final GoType STRING_MAP = mapOf(STRING);
    public static final GoType ANY_MAP = mapOf(ANY);

    private final String name;
    private final Kind kind;
    private final boolean defined;
    private final String underlying;
    private final Optional<GoType> element;
    private final List<String> fields;
    private final List<String> jsonNames;
    private final Map<String, GoFunction> methods;
    private final @Nullable Function<Value, String> stringer;

    private GoType(Builder from) {
        this.name = from.name;
        this.kind = from.kind;
        this.defined = from.defined;
        this.underlying = from.underlying;
        this.element = from.element;
        this.fields = List.copyOf(from.fields);
        this.jsonNames = List.copyOf(from.jsonNames);
        this.methods = Map.copyOf(from.methods);
        this.stringer = from.stringer;
    }

    private static GoType basic(String name, Kind kind) {
        return new Builder(name, kind, name).build();
    }

    /// A slice without a name of its own: `[]string`.
    public static GoType sliceOf(GoType element) {
        var slice = new Builder("[]" + element.name, Kind.SLICE, "[]" + element.name);
        slice.defined = false;
        slice.element = Optional.of(element);
        return slice.build();
    }

    /// A map from strings without a name of its own: `map[string]string`.
    public static GoType mapOf(GoType element) {
        String name = "map[string]" + element.name;
        var map = new Builder(name, Kind.MAP, name);
        map.defined = false;
        map.element = Optional.of(element);
        return map.build();
    }

    /// A pointer to values of a type.
    public static GoType pointerTo(GoType element) {
        var pointer = new Builder("*" + element.name, Kind.POINTER, "*" + element.name);
        pointer.defined = false;
        pointer.element = Optional.of(element);
        pointer.methods.putAll(element.methods);
        pointer.stringer = element.stringer;
        return pointer.build();
    }

    /// A named type over another: `template.KV` over `map[string]string`.
    public static Builder named(String name, GoType over) {
        var builder = new Builder(name, over.kind, over.underlying);
        builder.element = over.element;
        return builder;
    }

    /// A struct of these fields.
    public static Builder struct(String name, List<String> fields) {
        var builder = new Builder(name, Kind.STRUCT, "struct " + name);
        builder.fields = fields;
        builder.jsonNames = fields;
        return builder;
    }

    /// The name, as `%T` prints it.
    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /// The type of elements, or of what a pointer points to.
    public GoType element() {
        return element.orElseThrow();
    }

    /// The names of a struct's fields, in order.
    public List<String> fields() {
        return fields;
    }

    /// The names of a struct's fields in JSON.
    public List<String> jsonNames() {
        return jsonNames;
    }

    /// The method of this name, if there is one.
    public @Nullable GoFunction method(String method) {
        return methods.get(method);
    }

    /// What the values' `String` or `Error` gives, for types that have one.
    public @Nullable Function<Value, String> stringer() {
        return stringer;
    }

    /// Whether nil may stand for a value of this type.
    public boolean canBeNil() {
        return switch (kind) {
            case SLICE, MAP, POINTER, INTERFACE -> true;
            case STRUCT -> this == REFLECTED;
            case INVALID, BOOL, INT, UINT, FLOAT, COMPLEX, STRING -> false;
        };
    }

    /// Whether Go would let a value of this type stand for one of `target`.
    public boolean isAssignableTo(GoType target) {
        return this == target
                || target == ANY
                || (underlying.equals(target.underlying) && !(defined && target.defined));
    }

    /// Whether two values of the type may be compared for equality.
    public boolean isComparable() {
        return kind != Kind.SLICE && kind != Kind.MAP;
    }

    @Override
    public String toString() {
        return name;
    }

    /// Collects what a type can do.
    public static final class Builder {
        private final String name;
        private final Kind kind;
        private final String underlying;
        private final Map<String, GoFunction> methods = new HashMap<>();
        private boolean defined = true;
        private Optional<GoType> element = Optional.empty();
        private List<String> fields = List.of();
        private List<String> jsonNames = List.of();
        private @Nullable Function<Value, String> stringer;

        private Builder(String name, Kind kind, String underlying) {
            this.name = name;
            this.kind = kind;
            this.underlying = underlying;
        }

        /// Adds a method.
        public Builder method(String method, GoFunction function) {
            methods.put(method, function);
            return this;
        }

        /// Names the fields in JSON, in their order.
        public Builder json(String... names) {
            jsonNames = List.of(names);
            return this;
        }

        /// Adds the method `String`, by which values are printed.
        public Builder prints(Function<Value, String> text) {
            stringer = text;
            return method("String", GoFunction.of(args -> Value.of(text.apply(args[0]))));
        }

        /// The type.
        public GoType build() {
            return new GoType(this);
        }
    }
}

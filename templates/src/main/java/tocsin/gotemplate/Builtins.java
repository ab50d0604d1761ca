package tocsin.gotemplate;

import tocsin.gotemplate.value.Format;
import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.GoFunction;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.Value;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The functions of the language.
public final class Builtins {
    private static final GoType REFLECTED = GoType.REFLECTED;

    /// Evaluated by the evaluator itself, for they may leave arguments unevaluated.
    static final GoFunction AND = GoFunction.variadic(args -> args[0], REFLECTED, REFLECTED);

    static final GoFunction OR = GoFunction.variadic(args -> args[0], REFLECTED, REFLECTED);

    private Builtins() {}

    /// Whether a function leaves arguments unevaluated.
    static boolean isShortCircuit(GoFunction function) {
        return function.body().equals(AND.body()) || isOr(function);
    }

    static boolean isOr(GoFunction function) {
        return function.body().equals(OR.body());
    }

    /// How text is escaped.
    private interface Escape {
        String apply(String text);
    }

    static Map<String, GoFunction> all() {
        return Map.ofEntries(
                Map.entry("and", AND),
                Map.entry("or", OR),
                Map.entry("not", GoFunction.of(args -> Value.of(!Truth.of(args[0])), REFLECTED)),
                Map.entry("call", GoFunction.variadic(Builtins::call, REFLECTED, REFLECTED)),
                Map.entry("html", escaping(Escapes::html)),
                Map.entry("js", escaping(Escapes::js)),
                Map.entry("urlquery", escaping(Escapes::urlQuery)),
                Map.entry("index", GoFunction.variadic(Collections::index, REFLECTED, REFLECTED)),
                Map.entry("slice", GoFunction.variadic(Collections::slice, REFLECTED, REFLECTED)),
                Map.entry("len", GoFunction.of(args -> Collections.length(args[0]), REFLECTED)),
                Map.entry(
                        "print",
                        GoFunction.variadic(
                                args -> Value.of(Format.sprint(List.of(args))), GoType.ANY)),
                Map.entry(
                        "println",
                        GoFunction.variadic(
                                args -> Value.of(Format.sprintln(List.of(args))), GoType.ANY)),
                Map.entry(
                        "printf", GoFunction.variadic(Builtins::printf, GoType.STRING, GoType.ANY)),
                Map.entry(
                        "eq",
                        GoFunction.variadic(
                                args -> Value.of(Comparisons.equal(args)), REFLECTED, REFLECTED)),
                Map.entry("ne", comparing(args -> !Comparisons.equal(args))),
                Map.entry("lt", comparing(Comparisons::less)),
                Map.entry("le", comparing(Comparisons::lessOrEqual)),
                Map.entry("gt", comparing(args -> !Comparisons.lessOrEqual(args))),
                Map.entry("ge", comparing(args -> !Comparisons.less(args))));
    }

    /// A comparison of two values.
    private interface Comparison {
        boolean holds(Value[] args) throws FunctionException;
    }

    private static GoFunction comparing(Comparison comparison) {
        return GoFunction.of(args -> Value.of(comparison.holds(args)), REFLECTED, REFLECTED);
    }

    private static GoFunction escaping(Escape escape) {
        return GoFunction.variadic(args -> Value.of(escape.apply(text(args))), GoType.ANY);
    }

    /// The text of arguments, as `print` gives it; pointers are followed.
    public static String text(Value... args) throws FunctionException {
        if (args.length == 1 && args[0] instanceof Value.Str(String text, GoType type)) {
            if (type == GoType.STRING) {
                return text;
            }
        }
        Value[] shown = new Value[args.length];
        for (int i = 0; i < args.length; i++) {
            shown[i] = printable(Value.unbox(args[i]));
        }
        return Format.sprint(Arrays.asList(shown));
    }

    private static Value printable(Value value) {
        if (value instanceof Value.Nothing) {
            return Value.of("<no value>");
        }
        return value instanceof Value.Struct struct && struct.isPointer()
                ? new Value.Struct(struct.struct(), struct.struct(), struct.fields())
                : value;
    }

    private static Value printf(Value[] args) throws FunctionException {
        String format = ((Value.Str) args[0]).value();
        return Value.of(Format.sprintf(format, Arrays.asList(args).subList(1, args.length)));
    }

    /// There are no values that are functions, so every call is of something else.
    private static Value call(Value[] args) throws FunctionException {
        Value function = Value.unbox(args[0]);
        throw new FunctionException(
                function instanceof Value.Nothing
                        ? "call of nil"
                        : "non-function of type " + function.type());
    }
}

package tocsin.gotemplate.value;

import java.util.List;

/// A function or a method with the types of its parameters. Of a method the receiver is passed
/// first and stands not among the parameters.
///
/// @param variadic whether the last parameter may be given any number of times; its type is then
///   that of one
/// @param results how many results Go's has, for one with more than two (or a second that is no
///   error) cannot be called
public record GoFunction(List<GoType> parameters, boolean variadic, int results, Body body) {
    /// What a function does with arguments that have been checked against its parameters.
    @FunctionalInterface
    public interface Body {
        /// The result.
        Value call(Value[] arguments) throws FunctionException;
    }

    /// Copies the list.
    public GoFunction {
        parameters = List.copyOf(parameters);
    }

    /// A function with a fixed number of parameters.
    public static GoFunction of(Body body, GoType... parameters) {
        return new GoFunction(List.of(parameters), false, 1, body);
    }

    /// A function whose last parameter may repeat.
    public static GoFunction variadic(Body body, GoType... parameters) {
        return new GoFunction(List.of(parameters), true, 1, body);
    }

    /// A method that Go has, but which no template may call, for it has too many results.
    public static GoFunction withResults(int results) {
        return new GoFunction(List.of(), false, results, _ -> Value.NOTHING);
    }
}

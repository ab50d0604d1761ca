package tocsin.promql.ast;

import java.util.List;

/// A function's signature.
///
/// @param variadic 0: exactly the arguments listed; above: up to that many more than all but the
///   last; -1: any number of the last, none included
public record Function(
        String name,
        List<ValueType> arguments,
        int variadic,
        ValueType returns,
        boolean experimental) {
    /// Copies the arguments.
    public Function {
        arguments = List.copyOf(arguments);
    }

    /// The type of an argument.
    public ValueType argument(int index) {
        return arguments.get(Math.min(index, arguments.size() - 1));
    }
}

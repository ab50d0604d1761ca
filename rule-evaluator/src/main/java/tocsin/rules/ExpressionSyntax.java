package tocsin.rules;

/// Tells whether an expression is well formed, before there is anything to evaluate it over.
@FunctionalInterface
public interface ExpressionSyntax {
    /// Returns when the expression is well formed.
    ///
    /// @throws IllegalArgumentException when it is not, with the parser's words and position
    void check(String text);
}

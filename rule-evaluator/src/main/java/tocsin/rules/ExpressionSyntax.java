package tocsin.rules;

/// Tells whether an expression is well formed, before there is anything to evaluate it over.
@FunctionalInterface
public interface ExpressionSyntax {
    /// Returns when the expression is well formed.
    ///
    /// @throws IllegalArgumentException when it is not, with the parser's words and position
    void check(String text);

    /// Returns when the template of an alerting rule is well formed.
    ///
    /// @throws IllegalArgumentException when it is not, in upstream's words
    default void checkTemplate(String alert, String text) {
        // Whoever knows no templates finds no fault with them.
    }
}

package tocsin.rules;

/// The query language, as rules need it.
public interface Expressions {
    /// Compiles an expression once, for it will be evaluated for ever.
    ///
    /// @throws IllegalArgumentException when it is not well formed, with the parser's words and
    ///   position
    Expression compile(String text);
}

package tocsin.labels;

/// How a matcher compares a label's value.
public enum MatchType {
    /// The value is this one.
    EQUAL("="),
    /// The value is not this one.
    NOT_EQUAL("!="),
    /// The whole value matches this RE2 expression.
    MATCHES("=~"),
    /// The value does not match this RE2 expression as a whole.
    NOT_MATCHES("!~");

    private final String operator;

    MatchType(String operator) {
        this.operator = operator;
    }

    /// The type with this operator.
    ///
    /// @throws IllegalArgumentException when there is none
    public static MatchType of(String operator) {
        return switch (operator) {
            case "=" -> EQUAL;
            case "!=" -> NOT_EQUAL;
            case "=~" -> MATCHES;
            case "!~" -> NOT_MATCHES;
            default -> throw new IllegalArgumentException("no matcher operator: " + operator);
        };
    }

    /// The operator as written between name and value.
    public String operator() {
        return operator;
    }
}

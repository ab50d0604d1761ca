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

    /// The operator as written between name and value.
    public String operator() {
        return operator;
    }
}

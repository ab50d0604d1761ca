package tocsin.promql.ast;

/// What an expression gives.
public enum ValueType {
    /// A number for each step.
    SCALAR("scalar", "scalar"),
    /// Series with one sample for each step.
    VECTOR("vector", "instant vector"),
    /// Series with a range of samples.
    MATRIX("matrix", "range vector"),
    /// A text.
    STRING("string", "string");

    private final String word;
    private final String description;

    ValueType(String word, String description) {
        this.word = word;
        this.description = description;
    }

    /// The word of the API.
    public String word() {
        return word;
    }

    /// The words of error messages.
    public String description() {
        return description;
    }
}

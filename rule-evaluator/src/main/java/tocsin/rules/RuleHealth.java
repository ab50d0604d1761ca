package tocsin.rules;

/// How the last evaluation of a rule went, in upstream's words.
public enum RuleHealth {
    /// There was none.
    UNKNOWN("unknown"),
    /// It went well.
    OK("ok"),
    /// It failed, or what it gave was refused.
    ERROR("err");

    private final String word;

    RuleHealth(String word) {
        this.word = word;
    }

    /// The word of the API.
    public String word() {
        return word;
    }
}

package tocsin.rules;

/// Why a rule could not be evaluated: shown as its last error.
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1L;

    /// A failure in the engine's or the storage's words.
    public EvaluationException(String message) {
        super(message);
    }
}

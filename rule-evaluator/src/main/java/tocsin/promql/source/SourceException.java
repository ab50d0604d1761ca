package tocsin.promql.source;

/// The storage could not answer: told to the user, and never taken for "no data".
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    /// A failure in the storage's words.
    public SourceException(String message) {
        super(message);
    }

    /// A failure with its cause.
    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}

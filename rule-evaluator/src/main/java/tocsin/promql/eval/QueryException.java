package tocsin.promql.eval;

/// A query has no answer.
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What kind of failure.
    public enum Kind {
        /// The query cannot be evaluated.
        EXECUTION,
        /// It took too long.
        TIMEOUT,
        /// Nobody waits for it any more.
        CANCELED,
        /// The storage failed.
        STORAGE,
        /// Too many queries wait already.
        BUSY
    }

    private final Kind kind;

    /// An execution error in upstream's words.
    public QueryException(String message) {
        this(Kind.EXECUTION, message);
    }

    /// An error of a kind.
    public QueryException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// An error with its cause.
    public QueryException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// What kind of failure.
    public Kind kind() {
        return kind;
    }
}

package tocsin.server;

/// Tocsin cannot start: a file is wrong, an address is taken. The message is all an operator needs.
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    /// A reason that stands for itself.
    public StartException(String message) {
        super(message);
    }

    /// A reason and what it came from.
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}

package tocsin.integration;

import java.io.Serial;

/// A template cannot be rendered; the message says which, where and why.
public final class WordingException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /// A failure.
    public WordingException(String message) {
        super(message);
    }

    /// A failure that has another below it.
    public WordingException(String message, Throwable cause) {
        super(message, cause);
    }
}

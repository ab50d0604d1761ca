package tocsin.http;

import java.io.IOException;
import java.io.Serial;

/// Trouble whose message may be shown: it holds no secret and no part of a URL.
public final class SayableException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    /// Trouble of our own.
    public SayableException(String message) {
        super(message);
    }

    /// Trouble with another below it.
    public SayableException(String message, Throwable cause) {
        super(message, cause);
    }
}

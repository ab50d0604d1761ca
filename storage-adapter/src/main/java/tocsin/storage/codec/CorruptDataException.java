package tocsin.storage.codec;

import java.io.IOException;

/// Bytes that cannot be what they claim to be. The message says what was expected and where.
public final class CorruptDataException extends IOException {
    private static final long serialVersionUID = 1L;

    /// What is wrong.
    public CorruptDataException(String message) {
        super(message);
    }

    /// What is wrong, and what was met.
    public CorruptDataException(String message, Throwable cause) {
        super(message, cause);
    }
}

package tocsin.http;

import java.io.IOException;
import java.io.Serial;

/// A request that cannot be sent however often it is tried. The message holds no secret.
public final class UnsendableException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    /// A request that cannot be sent.
    public UnsendableException(String message) {
        super(message);
    }
}

package tocsin.gotemplate.value;

import java.io.Serial;

/// A function or method of a template failed; the message is the one that Go's would give.
public final class FunctionException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /// A failure in Go's words.
    public FunctionException(String message) {
        super(message, null, false, false);
    }
}

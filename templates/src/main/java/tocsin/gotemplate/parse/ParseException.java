package tocsin.gotemplate.parse;

import java.io.Serial;

/// A template that is none; the message is the one that Go gives, with name and line.
public final class ParseException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /// A problem in Go's words.
    public ParseException(String message) {
        super(message, null, false, false);
    }
}

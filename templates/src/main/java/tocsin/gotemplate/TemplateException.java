package tocsin.gotemplate;

import java.io.Serial;

/// A template that cannot be parsed or executed. The message is the one that Go gives, with the
/// template's name, line and column; it may quote the template but no data.
public final class TemplateException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /// A problem in Go's words.
    public TemplateException(String message) {
        super(message, null, false, false);
    }

    /// The message.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

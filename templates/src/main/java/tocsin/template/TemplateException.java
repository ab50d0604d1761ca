package tocsin.template;

import java.io.Serial;

/// A template that cannot be read or executed. The message names the template, line and column; it
/// is fit for logs, though it may quote the template.
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

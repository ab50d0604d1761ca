package tocsin.storage.openmetrics;

import java.io.IOException;

/// Text that is no OpenMetrics, with the line where it is not.
public final class OpenMetricsException extends IOException {
    private static final long serialVersionUID = 1L;

    /// What is wrong, and where.
    public OpenMetricsException(long line, String message) {
        super("line " + line + ": " + message);
    }
}

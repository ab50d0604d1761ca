package tocsin.server.log;

/// How a log line is written.
public enum LogFormat {
    /// `time=… level=INFO source=… msg="…" key=value`.
    LOGFMT,
    /// One JSON object a line.
    JSON
}

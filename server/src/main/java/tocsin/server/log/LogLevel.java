package tocsin.server.log;

/// From which weight on lines are written.
public enum LogLevel {
    /// Everything.
    DEBUG,
    /// What an operator wants to know.
    INFO,
    /// What may need a hand.
    WARN,
    /// What does.
    ERROR
}

package tocsin.promql.window;

/// Where functions say what was odd about a series; the position in the query is known behind it.
public interface Notes {
    /// A warning.
    void warn(String message);

    /// A remark.
    void info(String message);

    /// A warning that says how often it was given.
    void warnCounted(String message);
}

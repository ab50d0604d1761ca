package tocsin.promql.eval;

/// Ends a query from another thread, within milliseconds.
public final class Cancellation {
    private volatile boolean cancelled;

    /// Ends the query, if it still runs.
    public void cancel() {
        cancelled = true;
    }

    /// Whether the query is to end.
    public boolean isCancelled() {
        return cancelled;
    }
}

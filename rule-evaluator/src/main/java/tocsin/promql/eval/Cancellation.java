package tocsin.promql.eval;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Ends a query from another thread, within milliseconds.
public final class Cancellation {
    private final Set<Runnable> told = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /// Ends the query, if it still runs or waits to.
    public void cancel() {
        cancelled = true;
        told.forEach(Runnable::run);
    }

    /// Whether the query is to end.
    public boolean isCancelled() {
        return cancelled;
    }

    /// Tells somebody who waits, for as long as the answer is not closed; at once when it is too
    /// late to wait. May be told more than once.
    Telling tell(Runnable action) {
        told.add(action);
        if (cancelled) {
            action.run();
        }
        return () -> told.remove(action);
    }

    /// Ends with whoever is told.
    interface Telling extends AutoCloseable {
        @Override
        void close();
    }
}

package tocsin.promql.eval;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Ends a query from another thread, within milliseconds.
public final class Cancellation {
    private final Set<Runnable> told = ConcurrentHashMap.newKeySet();
    private final BooleanSupplier over;
    private volatile boolean cancelled;

    /// Nothing ends the query but [#cancel].
    public Cancellation() {
        this(() -> false);
    }

    /// A query that also ends once something else is over; it is asked every few milliseconds of
    /// the query's work, and not while the query waits.
    public Cancellation(BooleanSupplier over) {
        this.over = over;
    }

    /// Ends the query, if it still runs or waits to.
    public void cancel() {
        cancelled = true;
        told.forEach(Runnable::run);
    }

    /// Whether the query is to end.
    public boolean isCancelled() {
        return cancelled || over.getAsBoolean();
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

package tocsin.promql.eval;

import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;

/// What a query may use: series, samples held, and time; and what all queries may hold together.
/// Samples are counted as they are loaded or computed and given back at the end, which is stricter
/// than upstream for deep expressions.
final class Budget implements AutoCloseable {
    /// Work between two looks at the clock, in samples: well below a millisecond.
    static final int BETWEEN_CHECKS = 50_000;

    private static final long LABELS = 50;
    private static final int CELLS = 4_096;
    private static final long COMPARISON = 10;

    private final long maxSamples;
    private final AtomicLong all;
    private final long maxOfAll;
    private final long deadlineNanos;
    private final Cancellation cancellation;
    private final long maxSeries;
    private long samples;
    private long series;
    private long loaded;
    private long looked;
    private int unchecked;

    /// @param deadlineNanos on the clock of `System.nanoTime`: a query's time is counted from when
    ///   it was asked, its wait for a slot included
    Budget(
            Engine.Limits limits,
            AtomicLong all,
            long maxOfAll,
            long deadlineNanos,
            Cancellation cancellation) {
        this.maxSamples = limits.maxSamples();
        this.maxSeries = limits.maxSeries();
        this.all = all;
        this.maxOfAll = maxOfAll;
        this.deadlineNanos = deadlineNanos;
        this.cancellation = cancellation;
    }

    /// Holds samples until the end of the query; what is refused is not held, nor given back.
    void hold(long count) {
        if (samples + count > maxSamples) {
            throw tooMany();
        }
        samples += count;
        if (all.addAndGet(count) > maxOfAll) {
            throw new QueryException(
                    "all queries together would hold too many samples in memory; try again later");
        }
        work(count);
    }

    /// Samples of one series, read and done with before the next.
    void read(int count) {
        loaded += count;
        if (samples + count > maxSamples) {
            throw tooMany();
        }
        work(count + 1L);
    }

    private static QueryException tooMany() {
        return new QueryException(
                "query processing would load too many samples into memory in query execution");
    }

    /// The room of a column, before it is taken.
    int room(int rows, int steps) {
        long cells = (long) rows * steps;
        if (samples + cells > maxSamples || cells > Integer.MAX_VALUE / 4) {
            throw tooMany();
        }
        return (int) cells;
    }

    /// Counts the series of a selection.
    void select(int count) {
        series += count;
        if (series > maxSeries) {
            throw new QueryException(
                    "query selects %d series or more, and may select %d"
                            .formatted(series, maxSeries));
        }
        work(count);
    }

    /// Counts samples that are looked at, each as often as it is.
    void look(long count) {
        looked += count;
        work(count);
    }

    /// Counts sets of labels that are made or compared, each of which is worth many samples.
    void labels(int count) {
        work(LABELS * count);
    }

    /// Counts the cell of a column at hand, in a loop over all of them.
    void cell(int index) {
        if ((index & (CELLS - 1)) == 0) {
            work(CELLS);
        }
    }

    /// An order whose comparisons are counted as work.
    <T> Comparator<T> counting(Comparator<T> order) {
        return (a, b) -> {
            work(COMPARISON);
            return order.compare(a, b);
        };
    }

    /// Counts work, in samples, and looks now and then whether the query should end. Whatever loops
    /// over rows or cells says so here: a query ends within a few milliseconds wherever it is.
    void work(long count) {
        unchecked += (int) Math.min(count, BETWEEN_CHECKS);
        if (unchecked >= BETWEEN_CHECKS) {
            unchecked = 0;
            check();
        }
    }

    void check() {
        if (cancellation.isCancelled() || Thread.currentThread().isInterrupted()) {
            throw new QueryException(
                    QueryException.Kind.CANCELED, "query was canceled in expression evaluation");
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new QueryException(
                    QueryException.Kind.TIMEOUT, "query timed out in expression evaluation");
        }
    }

    Result.Stats stats() {
        return new Result.Stats(looked, loaded, samples);
    }

    @Override
    public void close() {
        all.addAndGet(-samples);
    }
}

package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Printer;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// A compiled query, to be evaluated again and again. It remembers the series of its selectors, the
/// groups of its aggregations and the partners of its joins until series are born or die. May be
/// used from many threads; evaluations that overlap do not share what is remembered.
public final class Prepared implements AutoCloseable {
    private final Engine engine;
    private final String text;
    private final Expr expr;
    private final @Nullable Sharing sharing;
    private final AtomicReference<@Nullable Plan> idle = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    Prepared(Engine engine, String text, Expr expr, @Nullable Sharing sharing) {
        this.engine = engine;
        this.text = text;
        this.expr = expr;
        this.sharing = sharing;
    }

    /// The query as it was written.
    public String text() {
        return text;
    }

    /// The query as it was understood.
    public Expr expr() {
        return expr;
    }

    /// The query as the language's printer writes it.
    public String canonical() {
        return Printer.print(expr);
    }

    /// Evaluates at an instant.
    ///
    /// @throws QueryException when there is no answer
    public Result instant(long atMillis, Engine.Wishes wishes) {
        return engine.instant(this, atMillis, wishes);
    }

    /// Evaluates at each step from a start to an end, both included.
    ///
    /// @throws QueryException when there is no answer
    public Result range(long startMillis, long endMillis, long stepMillis, Engine.Wishes wishes) {
        if (stepMillis <= 0 || endMillis < startMillis) {
            throw new QueryException("a range query needs a step above zero and an end");
        }
        long steps = (endMillis - startMillis) / stepMillis + 1;
        if (steps > Integer.MAX_VALUE / 2) {
            throw new QueryException("a range query of " + steps + " steps is too long");
        }
        return engine.range(this, new Grid(startMillis, stepMillis, (int) steps), wishes);
    }

    /// Lends the plan to one evaluation.
    <T> T with(Function<Plan, T> evaluation) {
        Plan plan = idle.getAndSet(null);
        if (plan == null) {
            plan = engine.plan(expr, sharing);
        }
        try {
            return evaluation.apply(plan);
        } finally {
            if (!idle.compareAndSet(null, plan)) {
                plan.close();
            } else if (closed.get()) {
                closeIdle();
            }
        }
    }

    private void closeIdle() {
        Plan plan = idle.getAndSet(null);
        if (plan != null) {
            plan.close();
        }
    }

    @Override
    public void close() {
        closed.set(true);
        closeIdle();
    }
}

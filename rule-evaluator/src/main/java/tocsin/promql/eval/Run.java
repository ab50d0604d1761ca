package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Durations;
import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Expr.Modifiers;
import tocsin.promql.value.FloatHistogram;

/// What all nodes of one evaluation share.
///
/// @param query the grid of the whole query, which `start()` and `step()` mean
/// @param lookback how old a sample may be, in milliseconds
record Run(Grid query, long lookback, Budget budget, Annotations notes) {
    private static final double MILLIS = 1e3;
    private static final int FIELDS = 7;

    /// A duration in milliseconds.
    long millis(Durations duration, boolean positive) {
        double seconds;
        try {
            double range = (query.end() - query.start()) / MILLIS;
            seconds = duration.seconds(query.step() / MILLIS, range);
        } catch (ArithmeticException e) {
            throw new QueryException(String.valueOf(e.getMessage()));
        }
        if (duration.isLiteral()) {
            return Math.round(seconds * MILLIS);
        }
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            throw new QueryException("duration is NaN or infinite");
        }
        if (positive && seconds <= 0) {
            throw new QueryException("duration must be greater than 0");
        }
        if (Math.abs(seconds) > Long.MAX_VALUE / 1e9) {
            throw new QueryException("duration is out of range");
        }
        return (long) (seconds * MILLIS);
    }

    long offset(Modifiers modifiers) {
        Durations offset = modifiers.offset();
        return offset == null ? 0 : millis(offset, false);
    }

    /// The moment that `@` names; null without one.
    @Nullable Long at(Modifiers modifiers) {
        return switch (modifiers.at()) {
            case null -> null;
            case Expr.At.Fixed(long millis) -> millis;
            case Expr.At.Start() -> query.start();
            case Expr.At.End() -> query.end();
        };
    }

    /// How many samples a histogram is as large as, which have 16 bytes.
    private static int weight(FloatHistogram histogram) {
        int numbers = histogram.positiveBuckets().length + histogram.negativeBuckets().length;
        return FIELDS + (numbers + histogram.positiveSpans().lengths().length) / 2;
    }

    /// Counts a result against the budget.
    Vector held(Vector vector) {
        budget.hold(vector.values().length);
        if (vector.histograms() != null) {
            for (FloatHistogram each : vector.histograms()) {
                if (each != null) {
                    budget.hold(weight(each));
                }
            }
        }
        return vector;
    }
}

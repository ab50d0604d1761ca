package tocsin.promql.ast;

import tocsin.duration.DurationText;

import java.time.Duration;

/// A duration in a selector, which may be computed from the query's step and range.
public sealed interface Durations {
    /// Where it begins, in characters.
    int position();

    /// As it is written.
    String text();

    /// Whether it is a number as it stands.
    default boolean isLiteral() {
        return this instanceof Literal;
    }

    /// The value in seconds.
    ///
    /// @param step of the query in seconds, 0 for an instant
    /// @param range of the query in seconds, 0 for an instant
    double seconds(double step, double range);

    /// A number of seconds.
    record Literal(double seconds, int position) implements Durations {
        @Override
        public String text() {
            long millis = Math.round(seconds * 1e3);
            return millis == 0 && seconds != 0
                    ? Printer.number(seconds)
                    : DurationText.format(Duration.ofMillis(millis));
        }

        @Override
        public double seconds(double step, double range) {
            return seconds;
        }
    }

    /// `step()` or `range()`.
    record OfQuery(boolean step, int position) implements Durations {
        @Override
        public String text() {
            return step ? "step()" : "range()";
        }

        @Override
        public double seconds(double stepSeconds, double rangeSeconds) {
            return step ? stepSeconds : rangeSeconds;
        }
    }

    /// A sign before a duration.
    record Signed(boolean minus, Durations inner, int position) implements Durations {
        @Override
        public String text() {
            return (minus ? "-" : "+") + inner.text();
        }

        @Override
        public double seconds(double step, double range) {
            double value = inner.seconds(step, range);
            return minus ? -value : value;
        }
    }

    /// Parentheses.
    record Parenthesized(Durations inner, int position) implements Durations {
        @Override
        public String text() {
            return "(" + inner.text() + ")";
        }

        @Override
        public double seconds(double step, double range) {
            return inner.seconds(step, range);
        }
    }

    /// `max_of(a, b)` or `min_of(a, b)`.
    record Extreme(boolean max, Durations left, Durations right, int position)
            implements Durations {
        @Override
        public String text() {
            return (max ? "max_of(" : "min_of(") + left.text() + ", " + right.text() + ")";
        }

        @Override
        public double seconds(double step, double range) {
            double a = left.seconds(step, range);
            double b = right.seconds(step, range);
            return max ? Math.max(a, b) : Math.min(a, b);
        }
    }

    /// Arithmetic.
    record Computed(Operator operator, Durations left, Durations right) implements Durations {
        @Override
        public int position() {
            return left.position();
        }

        @Override
        public String text() {
            return left.text() + " " + operator.symbol() + " " + right.text();
        }

        @Override
        public double seconds(double step, double range) {
            double a = left.seconds(step, range);
            double b = right.seconds(step, range);
            return switch (operator) {
                case ADD -> a + b;
                case SUB -> a - b;
                case MUL -> a * b;
                case DIV -> divide(a, b);
                case MOD -> remainder(a, b);
                case POW -> Math.pow(a, b);
                default -> throw new IllegalStateException("no arithmetic: " + operator);
            };
        }

        private static double divide(double a, double b) {
            if (b == 0) {
                throw new ArithmeticException("division by zero");
            }
            return a / b;
        }

        private static double remainder(double a, double b) {
            if (b == 0) {
                throw new ArithmeticException("modulo by zero");
            }
            return a % b;
        }
    }
}

package tocsin.promql.ast;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Matcher;

import java.util.List;
import java.util.Optional;

/// A PromQL expression. Positions are offsets in characters of the query.
public sealed interface Expr {
    /// Where it begins.
    int position();

    /// What it gives.
    ValueType type();

    /// A number; `duration` when it was written as one.
    record NumberLiteral(double value, boolean duration, int position) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }
    }

    /// A text.
    record StringLiteral(String value, int position) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /// The moment that `@` names.
    sealed interface At {
        /// Milliseconds since 1970.
        record Fixed(long millis) implements At {}

        /// The start of the query.
        record Start() implements At {}

        /// The end of the query.
        record End() implements At {}
    }

    /// `anchored` or `smoothed`.
    enum Extension {
        /// The plain window.
        NONE,
        /// The value at the left edge is the last one before it.
        ANCHORED,
        /// Values at the edges are interpolated.
        SMOOTHED
    }

    /// What moves a selection in time.
    record Modifiers(@Nullable Durations offset, @Nullable At at) {
        /// None.
        public static final Modifiers NONE = new Modifiers(null, null);
    }

    /// Series by their labels.
    ///
    /// @param name as it stood before the braces; empty when it did not
    /// @param matchers all of them, that of the name included
    record VectorSelector(
            String name,
            List<Matcher> matchers,
            Modifiers modifiers,
            Extension extension,
            int position)
            implements Expr {
        /// Copies the matchers.
        public VectorSelector {
            matchers = List.copyOf(matchers);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /// Series with a window of samples.
    record MatrixSelector(VectorSelector selector, Durations range) implements Expr {
        @Override
        public int position() {
            return selector.position();
        }

        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /// An expression evaluated over a window.
    record Subquery(
            Expr inner,
            Durations range,
            @Nullable Durations step,
            Modifiers modifiers,
            Extension extension)
            implements Expr {
        @Override
        public int position() {
            return inner.position();
        }

        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /// A function call.
    record Call(Function function, List<Expr> arguments, int position) implements Expr {
        /// Copies the arguments.
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public ValueType type() {
            return function.returns();
        }

        /// An argument, without parentheses around it.
        public Expr argument(int index) {
            return bare(arguments.get(index));
        }
    }

    /// How an aggregation groups.
    record Grouping(boolean without, List<String> labels) {
        /// Copies the labels.
        public Grouping {
            labels = List.copyOf(labels);
        }
    }

    /// An aggregation.
    record Aggregate(
            Aggregator aggregator,
            Expr operand,
            Optional<Expr> parameter,
            Grouping grouping,
            int position)
            implements Expr {
        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /// Which series of two sides belong together.
    enum Cardinality {
        /// One on each side.
        ONE_TO_ONE,
        /// `group_left`.
        MANY_TO_ONE,
        /// `group_right`.
        ONE_TO_MANY,
        /// Sets.
        MANY_TO_MANY
    }

    /// How two vectors are matched.
    ///
    /// @param on whether `labels` are those compared, else those left out
    /// @param written whether `on` or `ignoring` was there
    /// @param include labels taken from the one side
    /// @param fillLeft the value of a sample that is missing on the left
    record Matching(
            Cardinality cardinality,
            boolean on,
            boolean written,
            List<String> labels,
            List<String> include,
            @Nullable Double fillLeft,
            @Nullable Double fillRight) {
        /// Copies the labels.
        public Matching {
            labels = List.copyOf(labels);
            include = List.copyOf(include);
        }

        /// Whether samples that are missing are filled in.
        public boolean fills() {
            return fillLeft != null || fillRight != null;
        }
    }

    /// A binary operation.
    ///
    /// @param bool whether a comparison gives 0 and 1
    /// @param operatorPosition where the operator stands
    record Binary(
            Operator operator,
            Expr left,
            Expr right,
            boolean bool,
            Matching matching,
            int operatorPosition)
            implements Expr {
        @Override
        public int position() {
            return left.position();
        }

        @Override
        public ValueType type() {
            boolean scalar = left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR;
            return scalar ? ValueType.SCALAR : ValueType.VECTOR;
        }
    }

    /// A sign before an expression.
    record Unary(boolean minus, Expr inner, int position) implements Expr {
        @Override
        public ValueType type() {
            return inner.type();
        }
    }

    /// Parentheses.
    record Parenthesized(Expr inner, int position) implements Expr {
        @Override
        public ValueType type() {
            return inner.type();
        }
    }

    /// An expression without parentheses around it.
    static Expr bare(Expr expr) {
        Expr found = expr;
        while (found instanceof Parenthesized(var inner, var _)) {
            found = inner;
        }
        return found;
    }
}

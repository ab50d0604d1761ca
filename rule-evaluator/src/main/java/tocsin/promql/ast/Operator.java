package tocsin.promql.ast;

import org.jspecify.annotations.Nullable;

/// A binary operator.
public enum Operator {
    /// Either side.
    OR("or", 1, Kind.SET),
    /// Left where right is.
    AND("and", 2, Kind.SET),
    /// Left where right is not.
    UNLESS("unless", 2, Kind.SET),
    /// Equal.
    EQL("==", 3, Kind.COMPARISON),
    /// Not equal.
    NEQ("!=", 3, Kind.COMPARISON),
    /// Less.
    LSS("<", 3, Kind.COMPARISON),
    /// Less or equal.
    LTE("<=", 3, Kind.COMPARISON),
    /// Greater.
    GTR(">", 3, Kind.COMPARISON),
    /// Greater or equal.
    GTE(">=", 3, Kind.COMPARISON),
    /// Observations of a histogram up to a bound.
    TRIM_UPPER("</", 3, Kind.TRIM),
    /// Observations of a histogram from a bound on.
    TRIM_LOWER(">/", 3, Kind.TRIM),
    /// Sum.
    ADD("+", 4, Kind.ARITHMETIC),
    /// Difference.
    SUB("-", 4, Kind.ARITHMETIC),
    /// Product.
    MUL("*", 5, Kind.ARITHMETIC),
    /// Quotient.
    DIV("/", 5, Kind.ARITHMETIC),
    /// Remainder, with the sign of the dividend.
    MOD("%", 5, Kind.ARITHMETIC),
    /// Angle of a point.
    ATAN2("atan2", 5, Kind.ARITHMETIC),
    /// Power, the only one that binds to the right.
    POW("^", 6, Kind.ARITHMETIC);

    private enum Kind {
        SET,
        COMPARISON,
        TRIM,
        ARITHMETIC
    }

    private final String symbol;
    private final int precedence;
    private final Kind kind;

    Operator(String symbol, int precedence, Kind kind) {
        this.symbol = symbol;
        this.precedence = precedence;
        this.kind = kind;
    }

    /// As it is written.
    public String symbol() {
        return symbol;
    }

    /// How tightly it binds; greater is tighter.
    public int precedence() {
        return precedence;
    }

    /// Whether it compares.
    public boolean isComparison() {
        return kind == Kind.COMPARISON;
    }

    /// Whether it joins sets.
    public boolean isSet() {
        return kind == Kind.SET;
    }

    /// Whether it computes, and so drops the metric name.
    public boolean isArithmetic() {
        return kind == Kind.ARITHMETIC;
    }

    /// The operator written so, if there is one; words in any case.
    public static @Nullable Operator of(String text) {
        for (Operator operator : values()) {
            if (operator.symbol.equalsIgnoreCase(text)) {
                return operator;
            }
        }
        return null;
    }
}

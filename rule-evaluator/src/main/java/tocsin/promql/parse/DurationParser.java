package tocsin.promql.parse;

import tocsin.promql.ast.Durations;
import tocsin.promql.ast.Operator;
import tocsin.promql.parse.Token.Kind;

/// Durations of ranges, steps and offsets.
final class DurationParser {
    private static final String NANOS_OUT_OF_RANGE = "duration out of range";
    private static final double LARGEST_SECONDS = Long.MAX_VALUE / 1e9;

    private final Cursor cursor;
    private final ParserOptions options;
    private int parts;

    DurationParser(Cursor cursor, ParserOptions options) {
        this.cursor = cursor;
        this.options = options;
    }

    /// What stands in brackets: positive.
    Durations positive(String context, String expected) {
        parts = 0;
        Durations duration = expression(0, context, expected);
        if (duration instanceof Durations.Literal(var seconds, var position) && seconds <= 0) {
            throw cursor.error(position, "duration must be greater than 0");
        }
        return duration;
    }

    /// What follows `offset`: one value with a sign, or parentheses.
    Durations offset() {
        parts = 0;
        return checked(primary("offset", "number, duration, step(), or range()"));
    }

    private Durations expression(int above, String context, String expected) {
        Durations left = operand(context, expected);
        while (cursor.peek().kind() == Kind.OPERATOR) {
            Operator operator = Operator.of(cursor.peek().text());
            if (operator == null || !operator.isArithmetic() || operator.precedence() <= above) {
                break;
            }
            Token at = cursor.take();
            int floor =
                    operator == Operator.POW ? operator.precedence() - 1 : operator.precedence();
            Durations right = expression(floor, context, expected);
            checkDivisor(operator, right, at);
            left = checked(new Durations.Computed(operator, left, right));
        }
        return left;
    }

    private void checkDivisor(Operator operator, Durations right, Token at) {
        boolean zero = right instanceof Durations.Literal(var seconds, var _) && seconds == 0;
        if (zero && operator == Operator.DIV) {
            throw cursor.error(at.position(), "division by zero");
        }
        if (zero && operator == Operator.MOD) {
            throw cursor.error(at.position(), "modulo by zero");
        }
    }

    /// A value in an expression, where a sign binds less than a power.
    private Durations operand(String context, String expected) {
        Token token = cursor.peek();
        if (token.kind() != Kind.OPERATOR || !(token.is("-") || token.is("+"))) {
            return primary(context, expected);
        }
        count(token);
        cursor.take();
        return signed(token, expression(Operator.MUL.precedence(), context, expected));
    }

    private Durations primary(String context, String expected) {
        Token token = cursor.peek();
        count(token);
        return switch (token.kind()) {
            case NUMBER, DURATION -> literal(cursor.take());
            case OPERATOR -> signed(token, context, expected);
            case PREPROCESSOR -> call(context, expected);
            case PUNCTUATION -> {
                if (!token.is("(")) {
                    throw cursor.unexpected(context, expected);
                }
                cursor.take();
                Durations inner = expression(0, context, expected);
                cursor.expect(")", context, "\")\"");
                yield checked(new Durations.Parenthesized(inner, token.position()));
            }
            default -> throw cursor.unexpected(context, expected);
        };
    }

    private void count(Token token) {
        if (++parts > Parser.DEEPEST) {
            throw cursor.error(
                    token.position(), "duration nests deeper than " + Parser.DEEPEST + " levels");
        }
    }

    private Durations signed(Token token, String context, String expected) {
        if (!token.is("+") && !token.is("-")) {
            throw cursor.unexpected(context, expected);
        }
        cursor.take();
        return signed(token, primary(context, expected));
    }

    private static Durations signed(Token token, Durations inner) {
        boolean minus = token.is("-");
        if (inner instanceof Durations.Literal(var seconds, var _)) {
            return new Durations.Literal(minus ? -seconds : seconds, token.position());
        }
        return new Durations.Signed(minus, inner, token.position());
    }

    private Durations call(String context, String expected) {
        Token word = cursor.take();
        return switch (word.lower()) {
            case "step", "range" -> {
                if (!cursor.peek().is("(")) {
                    throw cursor.unexpected(context, expected);
                }
                cursor.take();
                cursor.expect(")", context, "\")\"");
                yield checked(new Durations.OfQuery(word.is("step"), word.position()));
            }
            case "max_of", "min_of" -> {
                cursor.expect("(", context, "\"(\"");
                Durations left = expression(0, context, expected);
                cursor.expect(",", context, "\",\"");
                Durations right = expression(0, context, expected);
                cursor.expect(")", context, "\")\"");
                yield checked(
                        new Durations.Extreme(word.is("max_of"), left, right, word.position()));
            }
            default -> throw cursor.error(word.position(), "unexpected " + word.description());
        };
    }

    private Durations checked(Durations duration) {
        if (!duration.isLiteral() && !options.durationExpressions()) {
            throw cursor.error(
                    duration.position(), "experimental duration expression is not enabled");
        }
        return duration;
    }

    private Durations literal(Token token) {
        try {
            double seconds =
                    token.kind() == Kind.NUMBER
                            ? Numbers.number(token.text())
                            : Numbers.duration(token.text());
            if (!(Math.abs(seconds) <= LARGEST_SECONDS)) {
                throw new IllegalArgumentException(NANOS_OUT_OF_RANGE);
            }
            return new Durations.Literal(seconds, token.position());
        } catch (IllegalArgumentException e) {
            throw cursor.error(token.position(), String.valueOf(e.getMessage()));
        }
    }
}

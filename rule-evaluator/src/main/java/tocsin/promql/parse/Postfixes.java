package tocsin.promql.parse;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Durations;
import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Expr.Extension;
import tocsin.promql.ast.Expr.Modifiers;
import tocsin.promql.ast.ValueType;
import tocsin.promql.parse.Token.Kind;

import java.util.Locale;

/// What follows an expression: ranges, `offset`, `@`, `anchored`, `smoothed`.
final class Postfixes {
    private static final String SELECTION =
            " modifier must be preceded by an instant vector selector or range vector selector"
                    + " or a subquery";
    private static final String DURATION = "number, duration, step(), or range()";
    private static final double LARGEST_MILLIS = 9.2e18;

    private final Cursor cursor;
    private final ParserOptions options;
    private final DurationParser durations;

    Postfixes(Cursor cursor, ParserOptions options) {
        this.cursor = cursor;
        this.options = options;
        this.durations = new DurationParser(cursor, options);
    }

    Expr apply(Expr start) {
        Expr expr = start;
        while (true) {
            Token token = cursor.peek();
            if (token.is("[")) {
                expr = bracket(expr);
            } else if (token.is("offset")) {
                cursor.take();
                expr = withOffset(expr, durations.offset());
            } else if (token.kind() == Kind.AT) {
                cursor.take();
                expr = withAt(expr, at(expr));
            } else if (token.is("anchored") || token.is("smoothed")) {
                cursor.take();
                expr = extended(expr, token);
            } else {
                return expr;
            }
        }
    }

    private Expr bracket(Expr expr) {
        Token open = cursor.take();
        Durations range = durations.positive("subquery or range selector", DURATION);
        if (cursor.takeIf(":")) {
            return subquery(expr, range);
        }
        Token close = cursor.peek();
        if (!close.is("]")) {
            throw cursor.unexpected("subquery or range", "\":\" or \"]\"");
        }
        cursor.take();
        if (!(expr instanceof Expr.VectorSelector selector)) {
            throw cursor.error(open.position(), "ranges only allowed for vector selectors");
        }
        if (selector.modifiers().offset() != null) {
            throw cursor.error(open.position(), "no offset modifiers allowed before range");
        }
        if (selector.modifiers().at() != null) {
            throw cursor.error(open.position(), "no @ modifiers allowed before range");
        }
        return new Expr.MatrixSelector(selector, range);
    }

    private Expr subquery(Expr expr, Durations range) {
        String expected = "number, duration, step(), range(), or \"]\"";
        @Nullable Durations step = null;
        if (!cursor.peek().is("]")) {
            step = durations.positive("subquery selector", expected);
        }
        cursor.expect("]", "subquery selector", "\"]\"");
        if (expr.type() != ValueType.VECTOR) {
            throw cursor.error(
                    expr.position(),
                    "subquery is only allowed on instant vector, got "
                            + expr.type().word()
                            + " instead");
        }
        return new Expr.Subquery(expr, range, step, Modifiers.NONE, Extension.NONE);
    }

    private Expr.@Nullable At at(Expr expr) {
        Token token = cursor.peek();
        if (token.is("start") || token.is("end")) {
            cursor.take();
            cursor.expect("(", "@", "timestamp");
            cursor.expect(")", "@", "timestamp");
            return token.is("start") ? new Expr.At.Start() : new Expr.At.End();
        }
        boolean minus = cursor.takeIf("-");
        if (!minus) {
            cursor.takeIf("+");
        }
        Token value = cursor.peek();
        if (value.kind() != Kind.NUMBER && value.kind() != Kind.DURATION) {
            throw cursor.unexpected("@", "timestamp");
        }
        cursor.take();
        double seconds = number(value);
        double signed = minus ? -seconds : seconds;
        if (Double.isNaN(signed) || Math.abs(signed * 1e3) > LARGEST_MILLIS) {
            throw cursor.error(
                    expr.position(), "timestamp out of bounds for @ modifier: " + shown(signed));
        }
        return new Expr.At.Fixed(Math.round(signed * 1e3));
    }

    private static String shown(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return String.format(Locale.ROOT, "%f", value);
    }

    private double number(Token token) {
        try {
            return token.kind() == Kind.NUMBER
                    ? Numbers.number(token.text())
                    : Numbers.duration(token.text());
        } catch (IllegalArgumentException e) {
            throw cursor.error(token.position(), String.valueOf(e.getMessage()));
        }
    }

    private Expr withOffset(Expr expr, Durations offset) {
        Modifiers before = modifiers(expr, "offset");
        boolean set = before.offset() != null && !isZero(before.offset());
        if (set) {
            throw cursor.error(expr.position(), "offset may not be set multiple times");
        }
        return with(expr, new Modifiers(isZero(offset) ? null : offset, before.at()));
    }

    private static boolean isZero(Durations duration) {
        return duration instanceof Durations.Literal(var seconds, var _) && seconds == 0;
    }

    private Expr withAt(Expr expr, Expr.@Nullable At at) {
        Modifiers before = modifiers(expr, "@");
        if (before.at() != null) {
            throw cursor.error(expr.position(), "@ <timestamp> may not be set multiple times");
        }
        return with(expr, new Modifiers(before.offset(), at));
    }

    private Modifiers modifiers(Expr expr, String word) {
        return switch (expr) {
            case Expr.VectorSelector selector -> selector.modifiers();
            case Expr.MatrixSelector(var selector, var _) -> selector.modifiers();
            case Expr.Subquery subquery -> subquery.modifiers();
            default -> throw cursor.error(expr.position(), word + SELECTION);
        };
    }

    private static Expr with(Expr expr, Modifiers modifiers) {
        return switch (expr) {
            case Expr.VectorSelector selector -> with(selector, modifiers);
            case Expr.MatrixSelector(var selector, var range) ->
                    new Expr.MatrixSelector(with(selector, modifiers), range);
            case Expr.Subquery(var inner, var range, var step, var _, var extension) ->
                    new Expr.Subquery(inner, range, step, modifiers, extension);
            default -> throw new IllegalStateException("no selection: " + expr);
        };
    }

    private static Expr.VectorSelector with(Expr.VectorSelector selector, Modifiers modifiers) {
        return new Expr.VectorSelector(
                selector.name(),
                selector.matchers(),
                modifiers,
                selector.extension(),
                selector.position());
    }

    private Expr extended(Expr expr, Token word) {
        if (!options.extendedSelectors()) {
            throw cursor.error(
                    word.position(), word.lower() + " modifier is experimental and not enabled");
        }
        Extension extension = word.is("anchored") ? Extension.ANCHORED : Extension.SMOOTHED;
        return switch (expr) {
            case Expr.VectorSelector selector -> extended(selector, extension);
            case Expr.MatrixSelector(var selector, var range) ->
                    new Expr.MatrixSelector(extended(selector, extension), range);
            case Expr.Subquery _ ->
                    throw cursor.error(
                            expr.position(),
                            word.lower() + " modifier is not supported for subqueries");
            default ->
                    throw cursor.error(expr.position(), word.lower() + " modifier not implemented");
        };
    }

    private Expr.VectorSelector extended(Expr.VectorSelector selector, Extension extension) {
        if (selector.extension() != Extension.NONE && selector.extension() != extension) {
            throw cursor.error(
                    selector.position(), "anchored and smoothed modifiers cannot be used together");
        }
        return new Expr.VectorSelector(
                selector.name(),
                selector.matchers(),
                selector.modifiers(),
                extension,
                selector.position());
    }
}

package tocsin.promql.parse;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr.Cardinality;
import tocsin.promql.ast.Expr.Matching;
import tocsin.promql.ast.Operator;
import tocsin.promql.parse.Token.Kind;

import java.util.ArrayList;
import java.util.List;

/// What stands between a binary operator and its right side.
final class MatchingParser {
    private static final String CONTEXT = "grouping opts";

    private final Cursor cursor;
    private final ParserOptions options;

    MatchingParser(Cursor cursor, ParserOptions options) {
        this.cursor = cursor;
        this.options = options;
    }

    record Found(boolean bool, Matching matching) {}

    Found parse(Operator operator) {
        boolean bool = false;
        if (cursor.peek().is("bool")) {
            Token word = cursor.take();
            if (!operator.isComparison()) {
                throw cursor.error(
                        boolPosition(word),
                        "bool modifier can only be used on comparison operators");
            }
            bool = true;
        }
        Matching plain = Parser.plain(operator);
        Cardinality cardinality = plain.cardinality();
        boolean on = false;
        boolean written = false;
        List<String> labels = List.of();
        List<String> include = List.of();
        if (cursor.peek().is("on") || cursor.peek().is("ignoring")) {
            written = true;
            on = cursor.take().is("on");
            labels = labels();
            if (cursor.peek().is("group_left") || cursor.peek().is("group_right")) {
                boolean left = cursor.take().is("group_left");
                cardinality = left ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
                include = cursor.peek().is("(") ? labels() : List.of();
            }
        }
        return new Found(bool, fills(cardinality, on, written, labels, include));
    }

    /// Upstream marks the operator, which is the token before.
    private int boolPosition(Token word) {
        return cursor.before(word).position();
    }

    private Matching fills(
            Cardinality cardinality,
            boolean on,
            boolean written,
            List<String> labels,
            List<String> include) {
        @Nullable Double left = null;
        @Nullable Double right = null;
        while (cursor.peek().kind() == Kind.KEYWORD && cursor.peek().lower().startsWith("fill")) {
            Token word = cursor.take();
            if (!options.fillModifiers()) {
                throw cursor.error(
                        word.position(), "binop fill modifiers are experimental and not enabled");
            }
            double value = fill();
            if (!word.is("fill_right")) {
                left = value;
            }
            if (!word.is("fill_left")) {
                right = value;
            }
        }
        return new Matching(cardinality, on, written, labels, include, left, right);
    }

    private double fill() {
        cursor.expect("(", "", "");
        boolean minus = cursor.takeIf("-");
        if (!minus) {
            cursor.takeIf("+");
        }
        Token value = cursor.peek();
        if (value.kind() != Kind.NUMBER && value.kind() != Kind.DURATION) {
            throw cursor.unexpected("", "");
        }
        cursor.take();
        cursor.expect(")", "", "");
        try {
            double number =
                    value.kind() == Kind.NUMBER
                            ? Numbers.number(value.text())
                            : Numbers.duration(value.text());
            return minus ? -number : number;
        } catch (IllegalArgumentException e) {
            throw cursor.error(value.position(), String.valueOf(e.getMessage()));
        }
    }

    /// Labels in parentheses.
    List<String> labels() {
        cursor.expect("(", CONTEXT, "\"(\"");
        var labels = new ArrayList<String>();
        while (!cursor.peek().is(")")) {
            if (!labels.isEmpty()) {
                cursor.expect(",", CONTEXT, "\",\" or \")\"");
                if (cursor.peek().is(")")) {
                    break;
                }
            }
            labels.add(label());
        }
        cursor.take();
        return labels;
    }

    private String label() {
        Token token = cursor.peek();
        String name =
                switch (token.kind()) {
                    case STRING -> Strings.unquote(token.text());
                    case IDENTIFIER, METRIC_IDENTIFIER, AGGREGATOR, KEYWORD, PREPROCESSOR ->
                            token.text();
                    case OPERATOR -> {
                        if (!Lexer.isAlpha(token.text().charAt(0))) {
                            throw cursor.unexpected(CONTEXT, "label");
                        }
                        yield token.text();
                    }
                    default -> throw cursor.unexpected(CONTEXT, "label");
                };
        if (name.isEmpty()) {
            throw cursor.error(token.position(), "invalid label name for grouping: \"\"");
        }
        cursor.take();
        return name;
    }
}

package tocsin.promql.parse;

import tocsin.labels.Matcher;
import tocsin.promql.ast.Aggregator;
import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Expr.Cardinality;
import tocsin.promql.ast.Expr.Grouping;
import tocsin.promql.ast.Expr.Matching;
import tocsin.promql.ast.Function;
import tocsin.promql.ast.Functions;
import tocsin.promql.ast.Operator;
import tocsin.promql.parse.Token.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads PromQL by recursive descent.
public final class Parser {
    /// How deep expressions may nest: the stack has an end, and queries are untrusted.
    static final int DEEPEST = 500;

    /// How long queries may be, in characters.
    static final int LONGEST = 1_000_000;

    private static final Set<String> NO_METRICS =
            Set.of("on", "ignoring", "group_left", "group_right", "bool", "atan2");

    private final Cursor cursor;
    private final ParserOptions options;
    private final SelectorParser selectors;
    private final Postfixes postfixes;
    private final MatchingParser matchings;
    private int depth;

    /// Of the last expression read.
    private int height;

    private Parser(String query, ParserOptions options) {
        if (query.length() > LONGEST) {
            throw ParseException.at(query, 0, "query is longer than " + LONGEST + " characters");
        }
        this.cursor = new Cursor(query);
        this.options = options;
        this.selectors = new SelectorParser(cursor);
        this.postfixes = new Postfixes(cursor, options);
        this.matchings = new MatchingParser(cursor, options);
    }

    /// Reads and checks a query.
    ///
    /// @throws ParseException when it is not well formed
    public static Expr parse(String query, ParserOptions options) {
        var parser = new Parser(query, options);
        if (parser.cursor.peek().kind() == Kind.EOF) {
            throw parser.cursor.error(0, "no expression found in input");
        }
        Expr expr = parser.expression(0);
        if (parser.cursor.peek().kind() != Kind.EOF) {
            throw parser.cursor.unexpected("", "");
        }
        new TypeCheck(query).check(expr);
        return expr;
    }

    /// Reads a selector alone, as `match[]` has it.
    ///
    /// @throws ParseException when it is none
    public static List<Matcher> selector(String text) {
        var parser = new Parser(text, ParserOptions.SERVER);
        Token first = parser.cursor.peek();
        if (first.kind() == Kind.EOF) {
            throw parser.cursor.error(0, "no expression found in input");
        }
        String name = "";
        if (!first.is("{")) {
            if (!parser.isMetricName(first)) {
                throw parser.cursor.unexpected("", "");
            }
            name = parser.cursor.take().text();
        }
        Expr.VectorSelector found = parser.selectors.selector(name, first.position());
        if (parser.cursor.peek().kind() != Kind.EOF) {
            throw parser.cursor.unexpected("", "");
        }
        return found.matchers();
    }

    private Expr expression(int above) {
        depth++;
        rise(depth);
        Expr left = postfixes.apply(primary());
        int highest = height;
        while (cursor.peek().kind() == Kind.OPERATOR) {
            Token at = cursor.peek();
            Operator operator = Operator.of(at.text());
            if (operator == null || operator.precedence() <= above) {
                break;
            }
            cursor.take();
            MatchingParser.Found found = matchings.parse(operator);
            int floor =
                    operator == Operator.POW ? operator.precedence() - 1 : operator.precedence();
            Expr right = expression(floor);
            highest = Math.max(highest, height) + 1;
            rise(highest);
            left =
                    new Expr.Binary(
                            operator, left, right, found.bool(), found.matching(), at.position());
        }
        rise(highest + 1);
        depth--;
        return left;
    }

    private void rise(int to) {
        if (to > DEEPEST) {
            throw cursor.error(
                    cursor.peek().position(),
                    "expression nests deeper than " + DEEPEST + " levels");
        }
        height = to;
    }

    private Expr primary() {
        Token token = cursor.peek();
        height = 1;
        return switch (token.kind()) {
            case NUMBER, DURATION -> number(cursor.take(), false, token.position());
            case STRING ->
                    new Expr.StringLiteral(Strings.unquote(cursor.take().text()), token.position());
            case OPERATOR -> sign(token);
            case PUNCTUATION -> punctuation(token);
            case AGGREGATOR -> aggregateOrName(token);
            case IDENTIFIER, PREPROCESSOR -> callOrName(token);
            case METRIC_IDENTIFIER -> selector(cursor.take());
            case KEYWORD -> {
                if (!isMetricName(token)) {
                    throw cursor.unexpected("", "");
                }
                yield selector(cursor.take());
            }
            default -> throw cursor.unexpected("", "");
        };
    }

    private boolean isMetricName(Token token) {
        return switch (token.kind()) {
            case IDENTIFIER, METRIC_IDENTIFIER, AGGREGATOR, PREPROCESSOR -> true;
            case KEYWORD, OPERATOR ->
                    Lexer.isAlpha(token.text().charAt(0)) && !NO_METRICS.contains(token.lower());
            default -> false;
        };
    }

    private Expr selector(Token name) {
        return selectors.selector(name.text(), name.position());
    }

    private Expr number(Token token, boolean minus, int position) {
        try {
            boolean duration = token.kind() == Kind.DURATION;
            double value = duration ? Numbers.duration(token.text()) : Numbers.number(token.text());
            return new Expr.NumberLiteral(minus ? -value : value, duration, position);
        } catch (IllegalArgumentException e) {
            throw cursor.error(token.position(), String.valueOf(e.getMessage()));
        }
    }

    private Expr sign(Token token) {
        if (isMetricName(token)) {
            return selector(cursor.take());
        }
        if (!token.is("+") && !token.is("-")) {
            throw cursor.unexpected("", "");
        }
        cursor.take();
        Expr inner = expression(Operator.MUL.precedence());
        boolean minus = token.is("-");
        if (inner instanceof Expr.NumberLiteral(var value, var duration, var _)) {
            return new Expr.NumberLiteral(minus ? -value : value, duration, token.position());
        }
        return new Expr.Unary(minus, inner, token.position());
    }

    private Expr punctuation(Token token) {
        if (token.is("(")) {
            cursor.take();
            Expr inner = expression(0);
            if (!cursor.takeIf(")")) {
                throw cursor.unexpected("", "");
            }
            return new Expr.Parenthesized(inner, token.position());
        }
        if (token.is("{")) {
            return selectors.selector("", token.position());
        }
        throw cursor.unexpected("", "");
    }

    private Expr callOrName(Token token) {
        cursor.take();
        if (!cursor.peek().is("(")) {
            return selector(token);
        }
        String name = token.kind() == Kind.PREPROCESSOR ? token.lower() : token.text();
        Function function = Functions.find(name);
        if (function == null) {
            throw cursor.error(
                    token.position(), "unknown function with name \"" + token.text() + "\"");
        }
        if (function.experimental() && !options.experimentalFunctions()) {
            throw cursor.error(token.position(), "function \"" + name + "\" is not enabled");
        }
        return new Expr.Call(function, arguments(), token.position());
    }

    private List<Expr> arguments() {
        cursor.expect("(", "", "");
        var arguments = new ArrayList<Expr>();
        int highest = 1;
        while (!cursor.peek().is(")")) {
            if (!arguments.isEmpty()) {
                if (!cursor.peek().is(",")) {
                    throw cursor.unexpected("", "");
                }
                Token comma = cursor.take();
                if (cursor.peek().is(")")) {
                    throw cursor.error(
                            comma.position(), "trailing commas not allowed in function call args");
                }
            }
            arguments.add(expression(0));
            highest = Math.max(highest, height);
        }
        cursor.take();
        height = highest;
        return arguments;
    }

    private Expr aggregateOrName(Token token) {
        cursor.take();
        Token next = cursor.peek();
        Aggregator aggregator = Aggregator.of(token.text());
        boolean grouped = next.is("by") || next.is("without");
        if (aggregator == null || !(grouped || next.is("("))) {
            boolean follows =
                    next.kind() == Kind.IDENTIFIER || next.kind() == Kind.METRIC_IDENTIFIER;
            if (follows) {
                throw cursor.unexpected("", "");
            }
            return selector(token);
        }
        Optional<Grouping> grouping = grouped ? Optional.of(grouping()) : Optional.empty();
        List<Expr> arguments = arguments();
        boolean after = cursor.peek().is("by") || cursor.peek().is("without");
        if (grouping.isEmpty() && after) {
            grouping = Optional.of(grouping());
        }
        return aggregate(
                token, aggregator, arguments, grouping.orElse(new Grouping(false, List.of())));
    }

    private Grouping grouping() {
        boolean without = cursor.take().is("without");
        return new Grouping(without, matchings.labels());
    }

    private Expr aggregate(
            Token token, Aggregator aggregator, List<Expr> arguments, Grouping grouping) {
        if (arguments.isEmpty()) {
            throw cursor.error(token.position(), "no arguments for aggregate expression provided");
        }
        int wanted = aggregator.parameter().isPresent() ? 2 : 1;
        if (arguments.size() != wanted) {
            throw cursor.error(
                    token.position(),
                    "wrong number of arguments for aggregate expression provided,"
                            + " expected %d, got %d".formatted(wanted, arguments.size()));
        }
        if (aggregator.isExperimental() && !options.experimentalFunctions()) {
            throw cursor.error(
                    token.position(),
                    aggregator.word()
                            + "() is experimental and must be enabled with"
                            + " --enable-feature=promql-experimental-functions");
        }
        return new Expr.Aggregate(
                aggregator,
                arguments.getLast(),
                wanted == 2 ? Optional.of(arguments.getFirst()) : Optional.empty(),
                grouping,
                token.position());
    }

    static Matching plain(Operator operator) {
        return new Matching(
                operator.isSet() ? Cardinality.MANY_TO_MANY : Cardinality.ONE_TO_ONE,
                false,
                false,
                List.of(),
                List.of(),
                null,
                null);
    }
}

package tocsin.promql.parse;

import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Expr.Cardinality;
import tocsin.promql.ast.Expr.Matching;
import tocsin.promql.ast.Function;
import tocsin.promql.ast.ValueType;

import java.util.List;

/// Checks what the grammar cannot: types, arity, matching. The first error in depth-first order is
/// told.
final class TypeCheck {
    private final String query;

    TypeCheck(String query) {
        this.query = query;
    }

    private ParseException error(int position, String message) {
        return ParseException.at(query, position, message);
    }

    void check(Expr expr) {
        switch (expr) {
            case Expr.Aggregate aggregate -> check(aggregate);
            case Expr.Binary binary -> check(binary);
            case Expr.Call call -> check(call);
            case Expr.Unary unary -> {
                check(unary.inner());
                ValueType type = unary.inner().type();
                if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
                    throw error(
                            unary.position(),
                            "unary expression only allowed on expressions of type scalar or"
                                    + " instant vector, got \""
                                    + type.description()
                                    + "\"");
                }
            }
            case Expr.Parenthesized inner -> check(inner.inner());
            case Expr.Subquery subquery -> check(subquery.inner());
            case Expr.NumberLiteral _ -> {}
            case Expr.StringLiteral _ -> {}
            case Expr.VectorSelector _ -> {}
            case Expr.MatrixSelector _ -> {}
        }
    }

    private void expect(Expr expr, ValueType wanted, String context) {
        check(expr);
        if (expr.type() != wanted) {
            throw error(
                    expr.position(),
                    "expected type %s in %s, got %s"
                            .formatted(wanted.description(), context, expr.type().description()));
        }
    }

    private void check(Expr.Aggregate aggregate) {
        expect(aggregate.operand(), ValueType.VECTOR, "aggregation expression");
        aggregate
                .parameter()
                .ifPresent(parameter ->
                        expect(
                                parameter,
                                aggregate.aggregator().parameter().orElseThrow(),
                                "aggregation parameter"));
    }

    private void check(Expr.Call call) {
        Function function = call.function();
        int given = call.arguments().size();
        int declared = function.arguments().size();
        if (function.variadic() == 0) {
            if (given != declared) {
                throw arity(call, "expected " + declared, given);
            }
        } else {
            int least = declared - 1;
            if (given < least) {
                throw arity(call, "expected at least " + least, given);
            }
            int most = least + function.variadic();
            if (function.variadic() > 0 && given > most) {
                throw arity(call, "expected at most " + most, given);
            }
        }
        if (function.name().equals("info") && given == 2) {
            checkInfo(call.argument(1));
        }
        for (int i = 0; i < given; i++) {
            expect(
                    call.arguments().get(i),
                    function.argument(i),
                    "call to function \"" + function.name() + "\"");
        }
    }

    private ParseException arity(Expr.Call call, String expected, int given) {
        return error(
                call.position(),
                "%s argument(s) in call to \"%s\", got %d"
                        .formatted(expected, call.function().name(), given));
    }

    private void checkInfo(Expr argument) {
        if (!(argument instanceof Expr.VectorSelector selector)) {
            throw error(argument.position(), "expected label selectors only");
        }
        if (!selector.name().isEmpty()) {
            throw error(
                    argument.position(),
                    "expected label selectors only, got vector selector instead");
        }
    }

    private void check(Expr.Binary binary) {
        check(binary.left());
        check(binary.right());
        ValueType left = binary.left().type();
        ValueType right = binary.right().type();
        Matching matching = binary.matching();
        boolean scalars = left == ValueType.SCALAR && right == ValueType.SCALAR;
        if (binary.operator().isComparison() && scalars && !binary.bool()) {
            throw error(
                    binary.operatorPosition(),
                    "comparisons between scalars must use BOOL modifier");
        }
        checkSet(binary);
        for (String label : matching.on() ? matching.labels() : List.<String>of()) {
            if (matching.include().contains(label)) {
                throw error(
                        binary.position(),
                        "label \"%s\" must not occur in ON and GROUP clause at once"
                                .formatted(label));
            }
        }
        if (!isNumeric(left) || !isNumeric(right)) {
            throw error(
                    isNumeric(left) ? binary.right().position() : binary.left().position(),
                    "binary expression must contain only scalar and instant vector types");
        }
        if (left != ValueType.VECTOR || right != ValueType.VECTOR) {
            checkWithScalar(binary);
        }
    }

    private static boolean isNumeric(ValueType type) {
        return type == ValueType.SCALAR || type == ValueType.VECTOR;
    }

    private void checkSet(Expr.Binary binary) {
        if (!binary.operator().isSet()) {
            return;
        }
        String word = binary.operator().symbol();
        if (binary.matching().cardinality() != Cardinality.MANY_TO_MANY) {
            throw error(binary.position(), "no grouping allowed for \"" + word + "\" operation");
        }
        if (binary.matching().fills()) {
            throw error(
                    binary.position(), "filling in missing series not allowed for set operators");
        }
    }

    private void checkWithScalar(Expr.Binary binary) {
        if (!binary.matching().labels().isEmpty()) {
            throw error(binary.position(), "vector matching only allowed between instant vectors");
        }
        if (binary.matching().fills()) {
            throw error(
                    binary.position(),
                    "filling in missing series only allowed between instant vectors");
        }
        if (binary.operator().isSet()) {
            throw error(
                    binary.position(),
                    "set operator \"%s\" not allowed in binary scalar expression"
                            .formatted(binary.operator().symbol()));
        }
    }
}

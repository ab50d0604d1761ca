package tocsin.promql.parse;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.ast.Expr.Extension;
import tocsin.promql.ast.Expr.Modifiers;
import tocsin.promql.ast.Expr.VectorSelector;
import tocsin.promql.parse.Token.Kind;

import java.util.ArrayList;
import java.util.List;

/// Selectors: a metric name, matchers in braces, or both.
final class SelectorParser {
    private static final String CONTEXT = "label matching";

    private final Cursor cursor;

    SelectorParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /// A selector whose name, if it has one, was taken.
    VectorSelector selector(String name, int position) {
        var matchers = new ArrayList<Matcher>();
        if (cursor.peek().is("{")) {
            matchers(matchers);
        }
        if (!name.isEmpty()) {
            for (Matcher matcher : matchers) {
                if (matcher.name().equals(Labels.METRIC_NAME)
                        && matcher.type() == MatchType.EQUAL) {
                    throw cursor.error(
                            position,
                            "metric name must not be set twice: \"%s\" or \"%s\""
                                    .formatted(name, matcher.value()));
                }
            }
            matchers.add(Matcher.promql(MatchType.EQUAL, Labels.METRIC_NAME, name));
        } else if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
            throw cursor.error(
                    position, "vector selector must contain at least one non-empty matcher");
        }
        return new VectorSelector(name, matchers, Modifiers.NONE, Extension.NONE, position);
    }

    private void matchers(List<Matcher> into) {
        cursor.expect("{", CONTEXT, "\"{\"");
        boolean first = true;
        while (!cursor.peek().is("}")) {
            if (!first) {
                cursor.expect(",", CONTEXT, "\",\" or \"}\"");
                if (cursor.peek().is("}")) {
                    break;
                }
            }
            into.add(matcher());
            first = false;
        }
        cursor.take();
    }

    private Matcher matcher() {
        Token name = cursor.peek();
        if (name.kind() != Kind.IDENTIFIER && name.kind() != Kind.STRING) {
            throw cursor.unexpected(CONTEXT, "identifier or \"}\"");
        }
        cursor.take();
        boolean quoted = name.kind() == Kind.STRING;
        String text = quoted ? Strings.unquote(name.text()) : name.text();
        Token next = cursor.peek();
        if (quoted && (next.is(",") || next.is("}"))) {
            return Matcher.promql(MatchType.EQUAL, Labels.METRIC_NAME, text);
        }
        if (next.kind() != Kind.MATCH_OPERATOR) {
            throw cursor.unexpected(CONTEXT, "label matching operator");
        }
        cursor.take();
        Token value = cursor.expect(Kind.STRING, CONTEXT, "string");
        MatchType type =
                switch (next.text()) {
                    case "=" -> MatchType.EQUAL;
                    case "!=" -> MatchType.NOT_EQUAL;
                    case "=~" -> MatchType.MATCHES;
                    default -> MatchType.NOT_MATCHES;
                };
        try {
            return Matcher.promql(type, text, Strings.unquote(value.text()));
        } catch (IllegalArgumentException e) {
            throw cursor.error(name.position(), String.valueOf(e.getMessage()));
        }
    }
}

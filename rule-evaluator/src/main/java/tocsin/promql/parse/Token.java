package tocsin.promql.parse;

import tocsin.labels.Quoting;
import tocsin.promql.ast.Aggregator;
import tocsin.promql.ast.Operator;

import java.util.Locale;

/// A word of the language.
///
/// @param text as written
/// @param position where it begins, in characters
record Token(Kind kind, String text, int position) {
    private static final int LONGEST_SHOWN = 10;

    enum Kind {
        EOF,
        IDENTIFIER,
        METRIC_IDENTIFIER,
        NUMBER,
        DURATION,
        STRING,
        OPERATOR,
        MATCH_OPERATOR,
        AGGREGATOR,
        KEYWORD,
        PREPROCESSOR,
        AT,
        PUNCTUATION
    }

    boolean is(String wanted) {
        return switch (kind) {
            case PUNCTUATION, MATCH_OPERATOR -> text.equals(wanted);
            case KEYWORD, PREPROCESSOR, OPERATOR -> text.equalsIgnoreCase(wanted);
            default -> false;
        };
    }

    String lower() {
        return text.toLowerCase(Locale.ROOT);
    }

    int end() {
        return position + text.length();
    }

    /// How messages name it.
    String description() {
        return switch (kind) {
            case EOF -> "end of input";
            case KEYWORD, PREPROCESSOR -> "<" + lower() + ">";
            case OPERATOR -> "<op:" + operatorSymbol() + ">";
            case AT -> "<op:@>";
            case AGGREGATOR -> "<aggr:" + aggregatorWord() + ">";
            case IDENTIFIER -> "identifier " + Quoting.quote(text);
            case METRIC_IDENTIFIER -> "metric identifier " + Quoting.quote(text);
            case NUMBER -> "number " + quoted();
            case DURATION -> "duration " + quoted();
            case STRING -> "string " + quoted();
            case MATCH_OPERATOR -> text.equals("=") ? "\"=\"" : "<op:" + text + ">";
            case PUNCTUATION -> "\"" + text + "\"";
        };
    }

    private String operatorSymbol() {
        Operator operator = Operator.of(text);
        return operator == null ? text : operator.symbol();
    }

    private String aggregatorWord() {
        Aggregator aggregator = Aggregator.of(text);
        return aggregator == null ? text : aggregator.word();
    }

    private String quoted() {
        return text.codePointCount(0, text.length()) > LONGEST_SHOWN
                ? Quoting.quote(text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN)))
                        + "..."
                : Quoting.quote(text);
    }
}

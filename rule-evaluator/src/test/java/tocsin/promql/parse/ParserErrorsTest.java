package tocsin.promql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.stream.Stream;

/// Upstream's error messages: expression and full text.
final class ParserErrorsTest {
    private static final String[][] GOLDEN = {
        {"# just a comment", "1:1: parse error: no expression found in input"},
        {"1+", "1:3: parse error: unexpected end of input"},
        {".", "1:1: parse error: unexpected character: '.'"},
        {"2.5.", "1:1: parse error: bad number or duration syntax: \"2.5.\""},
        {"0deadbeef", "1:1: parse error: bad number or duration syntax: \"0de\""},
        {"*1", "1:1: parse error: unexpected <op:*>"},
        {"(1))", "1:5: parse error: unexpected right parenthesis ')'"},
        {"((1)", "1:5: parse error: unclosed left parenthesis"},
        {
            "1 and 1",
            "1:1: parse error: set operator \"and\" not allowed in binary scalar expression"
        },
        {"1 == 1", "1:3: parse error: comparisons between scalars must use BOOL modifier"},
        {"1 !~ 1", "1:3: parse error: unexpected character after '!': '~'"},
        {"1 =~ 1", "1:3: parse error: unexpected character after '=': '~'"},
        {
            "-\"string\"",
            "1:1: parse error: unary expression only allowed on expressions of type scalar or"
                    + " instant vector, got \"string\""
        },
        {
            "-test[5m]",
            "1:1: parse error: unary expression only allowed on expressions of type scalar or"
                    + " instant vector, got \"range vector\""
        },
        {"@@", "1:1: parse error: unexpected <op:@>"},
        {
            "1 offset 1d",
            "1:1: parse error: offset modifier must be preceded by an instant vector selector or"
                    + " range vector selector or a subquery"
        },
        {"foo offset 1s offset 2s", "1:1: parse error: offset may not be set multiple times"},
        {"a - on(b) ignoring(c) d", "1:11: parse error: unexpected <ignoring>"},
        {
            "1 or on(bar) foo",
            "1:1: parse error: vector matching only allowed between instant vectors"
        },
        {"foo + group_left(baz) bar", "1:7: parse error: unexpected <group_left>"},
        {
            "foo and on(bar) group_left(baz) bar",
            "1:1: parse error: no grouping allowed for \"and\" operation"
        },
        {
            "foo + bool bar",
            "1:5: parse error: bool modifier can only be used on comparison operators"
        },
        {"foo @ +Inf", "1:1: parse error: timestamp out of bounds for @ modifier: +Inf"},
        {"{", "1:2: parse error: unexpected end of input inside braces"},
        {"}", "1:1: parse error: unexpected character: '}'"},
        {
            "some_metric{a=b}",
            "1:15: parse error: unexpected identifier \"b\" in label matching, expected string"
        },
        {"some_metric{a:b=\"b\"}", "1:14: parse error: unexpected character inside braces: ':'"},
        {
            "foo{gibberish}",
            "1:14: parse error: unexpected \"}\" in label matching, expected label matching"
                    + " operator"
        },
        {"foo{1}", "1:5: parse error: unexpected character inside braces: '1'"},
        {
            "{x=~\".*\"}",
            "1:1: parse error: vector selector must contain at least one non-empty matcher"
        },
        {
            "foo{__name__=\"bar\"}",
            "1:1: parse error: metric name must not be set twice: \"foo\" or \"bar\""
        },
        {
            "foo{,}",
            "1:5: parse error: unexpected \",\" in label matching, expected identifier or \"}\""
        },
        {
            "foo{__name__ == \"bar\"}",
            "1:15: parse error: unexpected \"=\" in label matching, expected string"
        },
        {
            "foo{__name__=\"bar\" lol}",
            "1:20: parse error: unexpected identifier \"lol\" in label matching, expected \",\" or"
                    + " \"}\""
        },
        {"foo[5mm]", "1:5: parse error: bad number or duration syntax: \"5mm\""},
        {"foo[5y1hs]", "1:5: parse error: unknown unit \"hs\" in duration \"5y1hs\""},
        {"foo[5m1h]", "1:5: parse error: not a valid duration string: \"5m1h\""},
        {"foo[0m]", "1:5: parse error: duration must be greater than 0"},
        {"foo[\"5m\"]", "1:5: parse error: unexpected character in duration expression: '\"'"},
        {
            "foo[]",
            "1:5: parse error: unexpected \"]\" in subquery or range selector, expected number,"
                    + " duration, step(), or range()"
        },
        {
            "foo[step]",
            "1:9: parse error: unexpected \"]\" in subquery or range selector, expected number,"
                    + " duration, step(), or range()"
        },
        {"foo[5s/0d]", "1:7: parse error: division by zero"},
        {"foo[9.5e10]", "1:5: parse error: duration out of range"},
        {"foo[5s x 5s]", "1:8: parse error: unexpected character: 'x', expected ':'"},
        {
            "some_metric[5m] OFFSET",
            "1:23: parse error: unexpected end of input in offset, expected number, duration,"
                    + " step(), or range()"
        },
        {
            "some_metric OFFSET 1m[5m]",
            "1:22: parse error: no offset modifiers allowed before range"
        },
        {
            "some_metric[5m] @",
            "1:18: parse error: unexpected end of input in @, expected timestamp"
        },
        {"some_metric @ 1234 [5m]", "1:20: parse error: no @ modifiers allowed before range"},
        {"(foo + bar)[5m]", "1:12: parse error: ranges only allowed for vector selectors"},
        {"sum by (\"foo)(m)", "1:9: parse error: unterminated quoted string"},
        {
            "sum without(==)(m)",
            "1:13: parse error: unexpected <op:==> in grouping opts, expected label"
        },
        {
            "sum (m) by test",
            "1:12: parse error: unexpected identifier \"test\" in grouping opts, expected \"(\""
        },
        {"sum some_metric by (test)", "1:5: parse error: unexpected identifier \"some_metric\""},
        {"sum () by (test)", "1:1: parse error: no arguments for aggregate expression provided"},
        {"sum (m) without (a) by (b)", "1:21: parse error: unexpected <by>"},
        {
            "topk(some_metric)",
            "1:1: parse error: wrong number of arguments for aggregate expression provided,"
                    + " expected 2, got 1"
        },
        {
            "topk(some_metric,)",
            "1:17: parse error: trailing commas not allowed in function call args"
        },
        {
            "topk(a, b)",
            "1:6: parse error: expected type scalar in aggregation parameter, got instant vector"
        },
        {
            "count_values(5, b)",
            "1:14: parse error: expected type string in aggregation parameter, got scalar"
        },
        {
            "rate(m[5m]) @ 1234",
            "1:1: parse error: @ modifier must be preceded by an instant vector selector or range"
                    + " vector selector or a subquery"
        },
        {"floor()", "1:1: parse error: expected 1 argument(s) in call to \"floor\", got 0"},
        {
            "floor(1)",
            "1:7: parse error: expected type instant vector in call to function \"floor\", got"
                    + " scalar"
        },
        {
            "hour(a, a, a)",
            "1:1: parse error: expected at most 1 argument(s) in call to \"hour\", got 3"
        },
        {
            "rate(some_metric)",
            "1:6: parse error: expected type range vector in call to function \"rate\", got instant"
                    + " vector"
        },
        {"nope()", "1:1: parse error: unknown function with name \"nope\""},
        {"e-+=/(0)", "1:4: parse error: unexpected \"=\""},
        {"a>b()", "1:3: parse error: unknown function with name \"b\""},
        {"\"\\c\"", "1:1: parse error: unknown escape sequence U+0063 'c'"},
        {"foo{bar=\"baz\"}[", "1:16: parse error: unexpected end of input in duration expression"},
        {
            "test[5d] OFFSET 10s [10m:5s]",
            "1:1: parse error: subquery is only allowed on instant vector, got matrix instead"
        },
        {
            "info(m, target_info{a=\"b\"})",
            "1:9: parse error: expected label selectors only, got vector selector instead"
        }
    };

    static Stream<String[]> golden() {
        return Arrays.stream(GOLDEN);
    }

    @ParameterizedTest
    @MethodSource("golden")
    void anErrorIsToldInUpstreamsWords(String query, String message) {
        assertThatThrownBy(() -> Parser.parse(query, ParserOptions.ALL))
                .as(query)
                .isInstanceOf(ParseException.class)
                .hasMessage(message);
    }

    @Test
    void anEmptyQueryHasNoPosition() {
        assertThatThrownBy(() -> Parser.parse("", ParserOptions.ALL))
                .hasMessage("unknown position: parse error: no expression found in input");
    }

    @Test
    void deepNestingIsRefusedAndDoesNotOverflow() {
        String query = "(".repeat(100_000) + "1" + ")".repeat(100_000);
        assertThatThrownBy(() -> Parser.parse(query, ParserOptions.ALL))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("nests deeper");
        String unary = "-".repeat(100_000) + "a";
        assertThatThrownBy(() -> Parser.parse(unary, ParserOptions.ALL))
                .isInstanceOf(ParseException.class);
        assertThat(Parser.parse("(".repeat(90) + "1" + ")".repeat(90), ParserOptions.ALL))
                .isNotNull();
    }
}

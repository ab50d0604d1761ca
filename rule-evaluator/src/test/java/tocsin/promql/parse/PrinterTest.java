package tocsin.promql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.promql.ast.Pretty;
import tocsin.promql.ast.Printer;

final class PrinterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SUM(x) By(a,b)|sum by (a, b) (x)",
                "sum by() (x)|sum(x)",
                "sum without() (x)|sum without () (x)",
                "topk(5,x)|topk(5, x)",
                "a+on(b)group_left(c)d|a + on (b) group_left (c) d",
                "a+ignoring()d|a + d",
                "foo{b=\"x\",a!~\"y\"}|foo{a!~\"y\",b=\"x\"}",
                "{\"foo\"}|{__name__=\"foo\"}",
                "x[5m] offset 1h|x[5m] offset 1h",
                "x offset 1h @ 10|x @ 10.000 offset 1h",
                "x[5m:30s] @ start()|x[5m:30s] @ start()",
                "-1^2|-1 ^ 2",
                "1e10|10000000000",
                "5m|5m",
                "a==bool b|a == bool b",
                "x[300]|x[5m]",
            })
    void whatIsReadIsWrittenAsUpstreamWritesIt(String query, String printed) {
        assertThat(Printer.print(Parser.parse(query, ParserOptions.ALL))).isEqualTo(printed);
        assertThat(Printer.print(Parser.parse(printed, ParserOptions.ALL))).isEqualTo(printed);
        assertThat(Pretty.print(Parser.parse(query, ParserOptions.ALL))).isEqualTo(printed);
    }
}

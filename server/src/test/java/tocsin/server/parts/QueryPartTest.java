package tocsin.server.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tocsin.promql.parse.ParseException;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;
import tocsin.server.cli.Options;

import java.time.Duration;
import java.util.Set;

final class QueryPartTest {
    private static ParserOptions syntax(String... features) {
        return QueryPart.syntax(
                new Options.Query(
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(2),
                        20,
                        1,
                        1,
                        1,
                        Set.of(features)));
    }

    @Test
    void theLanguageIsThatOfTheFlags() {
        assertThat(syntax()).isEqualTo(ParserOptions.SERVER);
        assertThatThrownBy(() -> Parser.parse("limitk(2, up)", syntax("classic-mode")))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("must be enabled with");
        assertThat(
                        syntax(
                                "promql-experimental-functions",
                                "promql-extended-range-selectors",
                                "promql-binop-fill-modifiers"))
                .isEqualTo(ParserOptions.ALL);
    }
}

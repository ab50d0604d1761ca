package tocsin.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.labels.MatcherParser.Mode;

import java.util.List;

final class MatcherParserTest {
    private final MatcherParser utf8 = new MatcherParser(Mode.UTF8, "test");
    private final MatcherParser classic = new MatcherParser(Mode.CLASSIC, "test");
    private final MatcherParser fallback = new MatcherParser(Mode.FALLBACK, "test");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a=b|{a=\"b\"}",
                "{a=\"b\",c!=\"d\",}|{a=\"b\",c!=\"d\"}",
                "{ a =~ \"b.c\" , d!~e }|{a=~\"b.c\",d!~\"e\"}",
                "{}|{}",
                "ä=ö|{ä=\"ö\"}",
                "\"a b\"=\"\\u00e4\"|{\"a b\"=\"ä\"}",
            })
    void utf8MatchersAreRead(String text, String expected) {
        assertThat(MatcherText.of(utf8.list(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",|0:1: unexpected ,: expected label name",
                "{|0:1: end of input: expected close brace",
                "}|0:1: }: expected opening brace",
                "foo=bar}|0:8: }: expected opening brace",
                "{foo=bar|0:8: end of input: expected close brace",
                "{foo=\"bar\\w\"}|5:12: \"bar\\w\": invalid input",
                "foo=|4:5: end of input: expected label value",
            })
    void whatIsNoUtf8MatcherIsToldWithItsPlace(String text, String expected) {
        assertThatThrownBy(() -> utf8.list(text)).hasMessage(expected);
    }

    @Test
    void classicMatchersAreRead() {
        assertThat(classic.list("{foo=bar}}"))
                .containsExactly(Matcher.of(MatchType.EQUAL, "foo", "bar}"));
        assertThat(classic.one("job=")).isEqualTo(Matcher.of(MatchType.EQUAL, "job", ""));
        assertThat(classic.one("job=~\"a\\\"b\\n\\w\"").value()).isEqualTo("a\"b\n\\w");
        assertThatThrownBy(() -> classic.one("job=\"a"))
                .hasMessage("matcher value contains unescaped double quote: \"a");
        assertThatThrownBy(() -> classic.one("9=a")).hasMessage("bad matcher format: 9=a");
    }

    @Test
    void fallbackTakesTheClassicMeaningWhereTheTwoDiffer() {
        assertThat(fallback.list("foo=\"bar\\w\"").getFirst().value()).isEqualTo("bar\\w");
        assertThat(fallback.list("ä=b")).hasSize(1);
        assertThat(fallback.list("a=\"b\", c=\"d\"")).hasSize(2);
        assertThatThrownBy(() -> fallback.list("foo")).hasMessage("bad matcher format: foo");
        assertThatThrownBy(() -> fallback.one("{a=b}"))
                .hasMessage("unexpected open or close brace: {a=b}");
        assertThat(List.of(fallback.one("a=b"))).hasSize(1);
    }
}

package tocsin.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MatcherTest {
    private static final Labels LABELS = Labels.of("job", "node", "text", "one\ntwo");

    @Test
    void anExpressionMatchesTheWholeValue() {
        assertThat(Matcher.of(MatchType.MATCHES, "job", "no").matches(LABELS)).isFalse();
        assertThat(Matcher.of(MatchType.MATCHES, "job", "no.*|api").matches(LABELS)).isTrue();
        assertThat(Matcher.of(MatchType.NOT_MATCHES, "job", "api|db").matches(LABELS)).isTrue();
    }

    @Test
    void aLabelThatIsNotThereIsEmpty() {
        assertThat(Matcher.equal("team", "").matches(LABELS)).isTrue();
        assertThat(Matcher.of(MatchType.NOT_EQUAL, "team", "x").matches(LABELS)).isTrue();
        assertThat(Matcher.of(MatchType.MATCHES, "team", ".+").matches(LABELS)).isFalse();
    }

    @Test
    void onlyInPromqlADotMatchesALineBreak() {
        assertThat(Matcher.of(MatchType.MATCHES, "text", "one.two").matches(LABELS)).isFalse();
        assertThat(Matcher.promql(MatchType.MATCHES, "text", "one.two").matches(LABELS)).isTrue();
    }

    @Test
    void anExpressionThatIsNotRe2IsRefusedWithItsText() {
        assertThatThrownBy(() -> Matcher.of(MatchType.MATCHES, "job", "(?=x)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("error parsing regexp");
    }

    @Test
    void aPatternMadeToBacktrackRunsInLinearTime() {
        Labels hostile = Labels.of("job", "a".repeat(50_000) + "!");
        assertThat(Matcher.of(MatchType.MATCHES, "job", "(a+)+").matches(hostile)).isFalse();
    }
}

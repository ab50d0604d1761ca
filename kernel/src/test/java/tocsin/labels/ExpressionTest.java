package tocsin.labels;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import org.junit.jupiter.api.Test;

import java.util.Random;

final class ExpressionTest {
    private static final String[] PIECES = {
        "a",
        "b",
        "ab",
        "|",
        ".",
        "*",
        "+",
        "?",
        "(",
        ")",
        "[ab]",
        "\\.",
        "{2}",
        "^",
        "$",
        "(?i)",
        "é",
        "\uD83D\uDD14",
        "\n"
    };

    /// The short ways and the automaton are of one mind.
    @Test
    void whatIsComparedMatchesWhatTheAutomatonMatches() {
        int compared = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            String value = text(random, PIECES.length);
            Pattern whole;
            try {
                whole = Pattern.compile("^(?:" + value + ")$");
            } catch (PatternSyntaxException e) {
                continue;
            }
            Expression expression = Expression.of("^(?:", value);
            for (int i = 0; i < 10; i++) {
                String actual = i == 0 ? "" : i == 1 ? value : text(random, 4);
                assertThat(expression.matches(actual))
                        .as("%s on %s", value, actual)
                        .isEqualTo(whole.matches(actual));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(50_000);
    }

    private static String text(Random random, int kinds) {
        var text = new StringBuilder();
        int length = random.nextInt(5);
        for (int i = 0; i < length; i++) {
            text.append(PIECES[random.nextInt(kinds)]);
        }
        return text.toString();
    }

    @Test
    void aListOfWordsIsAListOfWords() {
        assertThat(Expression.of("^(?:", "a|bc|").literals())
                .containsExactlyInAnyOrder("a", "bc", "");
        assertThat(Expression.of("^(?:", "node-1[0-9]").prefix()).isEqualTo("node-1");
        assertThat(Expression.of("^(?:", "nodes?-.*").prefix()).isEqualTo("node");
    }
}

package tocsin.promql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Pretty;
import tocsin.promql.ast.Printer;
import tocsin.promql.random.RandomQueries;
import tocsin.promql.random.RandomQueries.Dialect;
import tocsin.promql.random.Sentences;

import java.util.List;
import java.util.Random;

/// Whatever is written, the parser answers with an expression or a `ParseException`, and what it
/// understood is printed so that it is understood the same again.
///
/// `-Dtocsin.fuzz=10000000` tries that many inputs, `-Dtocsin.fuzz.seed=…` begins at another seed.
final class FuzzTest {
    private static final int INPUTS = Integer.getInteger("tocsin.fuzz", 10_000);
    private static final long SEED = Long.getLong("tocsin.fuzz.seed", 1);
    private static final int REPORT = 1_000_000;
    private static final int SENTENCES = 5_000;

    private static final List<String> WORDS =
            List.of(
                    ("a foo:bar sum avg by without on ignoring group_left group_right bool offset"
                         + " anchored smoothed start end step range max_of min_of fill fill_left"
                         + " fill_right and or unless atan2 rate topk count_values limitk"
                         + " label_replace time inf nan Inf NaN SUM + - * / % ^ == != < <= > >= </"
                         + " >/ = =~ !~ @ ( ) { } [ ] , : 1 0 017 0x1F 1e3 1e999 .5 1_000 5m 1h30m"
                         + " 1y2s 0s 1ms \"x\" 'y' `z` \"\\n\" \"\\xff\" \"__name__\" # \n"
                         + " é \\ ; 089 info histogram_quantiles job _ -1 300 0.0001 9e9 1e-9")
                            .split(" ", -1));

    private final Random random = new Random();

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private String soup() {
        var text = new StringBuilder();
        for (int i = random.nextInt(14); i >= 0; i--) {
            text.append(word()).append(random.nextInt(3) == 0 ? "" : " ");
        }
        return text.toString();
    }

    private String noise() {
        var text = new StringBuilder();
        for (int i = random.nextInt(24); i >= 0; i--) {
            text.appendCodePoint(
                    random.nextInt(12) == 0 ? random.nextInt(0x3000) : random.nextInt(32, 127));
        }
        return text.toString();
    }

    private String valid() {
        return new RandomQueries(random, Dialect.CURRENT).query(random.nextInt(4));
    }

    private String mutated(String valid) {
        var text = new StringBuilder(valid);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, text.substring(from, to));
                case 2 -> text.insert(from, " " + word() + " ");
                default -> text.replace(from, to, word());
            }
        }
        return text.toString();
    }

    private String input() {
        return switch (random.nextInt(10)) {
            case 0 -> noise();
            case 1, 2 -> soup();
            case 3 -> valid();
            case 4, 5 -> mutated(valid());
            case 6, 7 -> mutated(sentence());
            default -> sentence();
        };
    }

    private String sentence() {
        return new Sentences(random).sentence(random.nextInt(5));
    }

    /// Sentences that the grammar made; refused are those whose types or numbers do not fit.
    @Test
    void sentencesOfTheGrammarAreUnderstood() {
        int understood = 0;
        for (int i = 0; i < SENTENCES; i++) {
            random.setSeed(SEED + i);
            String text = sentence();
            try {
                understood += check(text) ? 1 : 0;
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                throw new AssertionError("seed " + (SEED + i) + ": " + text, e);
            }
        }
        assertThat(understood).isGreaterThan(SENTENCES * 4 / 5);
    }

    @Test
    void everyInputIsUnderstoodOrRefused() {
        int understood = 0;
        for (int i = 0; i < INPUTS; i++) {
            random.setSeed(SEED + i);
            String text = input();
            try {
                understood += check(text) ? 1 : 0;
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                throw new AssertionError("seed " + (SEED + i) + ": " + text, e);
            }
            if ((i + 1) % REPORT == 0) {
                System.out.printf("%d inputs, %d understood%n", i + 1, understood);
            }
        }
        assertThat(understood).isBetween(INPUTS / 10, INPUTS * 9 / 10);
    }

    /// Whether it was understood.
    private static boolean check(String text) {
        Expr expr;
        try {
            expr = Parser.parse(text, ParserOptions.ALL);
        } catch (ParseException e) {
            assertThat(e.getMessage()).contains("parse error: ");
            return false;
        }
        String printed = Printer.print(expr);
        Expr again = Parser.parse(printed, ParserOptions.ALL);
        assertThat(Printer.print(again)).isEqualTo(printed);
        assertThat(again.type()).isEqualTo(expr.type());
        Expr pretty = Parser.parse(Pretty.print(expr), ParserOptions.ALL);
        assertThat(Printer.print(pretty)).isEqualTo(printed);
        return true;
    }

    /// What longer runs have found.
    @Test
    void aPowerOfInfinityIsPrintedOverSeveralLinesToo() {
        assertThat(check("Inf ^ " + "avg(up{a=\"" + "x".repeat(120) + "\"})")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "-",
                "sum(",
                "a + ",
                "a or (",
                "1 ^ ",
                "a[",
                "a[(",
                "a[-",
                "a[1+",
                "a[2^",
                "a[max_of(1,",
                "a offset (",
                "a offset -",
                "{",
                "((a)[1m:",
                "abs(-"
            })
    void whatNestsTooDeepIsRefused(String repeated) {
        assertThatThrownBy(() -> Parser.parse(repeated.repeat(100_000) + "1", ParserOptions.ALL))
                .isInstanceOf(ParseException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+a", " or a", "^a", "*on(x)a", ">a", "- a"})
    void whatGoesOnTooLongIsRefused(String repeated) {
        assertThatThrownBy(() -> Parser.parse("a" + repeated.repeat(100_000), ParserOptions.ALL))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("nests deeper");
        String chains = "(a" + repeated.repeat(100) + ")";
        assertThat(check(chains)).isTrue();
        String nested = "(".repeat(100) + "a" + (repeated.repeat(100) + ")").repeat(100);
        boolean rises = !repeated.equals("^a");
        if (rises) {
            assertThatThrownBy(() -> Parser.parse(nested, ParserOptions.ALL))
                    .isInstanceOf(ParseException.class)
                    .hasMessageContaining("nests deeper");
        }
    }

    @Test
    void durationsThatGoOnTooLongAreRefused() {
        assertThatThrownBy(
                        () -> Parser.parse("a[1" + "+1".repeat(100_000) + "]", ParserOptions.ALL))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("nests deeper");
    }

    @Test
    void whatIsTooLongIsRefused() {
        String longest = "sum(a{b=\"" + "c".repeat(Parser.LONGEST) + "\"})";
        assertThatThrownBy(() -> Parser.parse(longest, ParserOptions.ALL))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("longer than");
    }
}

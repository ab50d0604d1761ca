package tocsin.server.parts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;
import tocsin.rules.ExpressionSyntax;
import tocsin.rules.RuleGroupSpec;
import tocsin.yaml.Problems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

class QuarantineTest {
    private static final ExpressionSyntax SYNTAX = text -> Parser.parse(text, ParserOptions.SERVER);
    private static final String GOOD = "groups: [{name: %s, rules: [{record: r, expr: x}]}]";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir private Path folder;
    private Quarantine quarantine;

    @BeforeEach
    void start() {
        quarantine = new Quarantine(folder.resolve("kept"), SYNTAX, InstantSource.fixed(NOW));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> groups() {
        return quarantine.read(List.of(folder + "/*.yml"), new Problems()).stream()
                .map(RuleGroupSpec::name)
                .toList();
    }

    @Test
    void theLastGoodVersionOfABadFileRunsOnAndOthersChange() throws Exception {
        write("a.yml", GOOD.formatted("a"));
        write("b.yml", GOOD.formatted("b"));
        assertThat(groups()).containsExactly("a", "b");
        write("a.yml", "groups: [{name: a2, rules: [{record: r, expr: 'sum('}]}]");
        write("b.yml", GOOD.formatted("b2"));
        assertThat(groups()).containsExactly("a", "b2");
        assertThat(quarantine.quarantined())
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.lastGoodRuns()).isTrue();
                    assertThat(file.since()).isEqualTo(NOW);
                    assertThat(file.reason()).contains("a.yml:1").contains("unclosed left");
                });
        start();
        assertThat(groups()).as("after a restart").containsExactly("a", "b2");
        write("a.yml", GOOD.formatted("a3"));
        assertThat(groups()).containsExactly("a3", "b2");
        assertThat(quarantine.quarantined()).isEmpty();
    }

    @Test
    void aFileThatWasNeverGoodRunsNotAtAll() throws Exception {
        write("a.yml", "groups: [{name: '', rules: []}]");
        assertThat(groups()).isEmpty();
        assertThat(quarantine.quarantined().getFirst().lastGoodRuns()).isFalse();
    }
}

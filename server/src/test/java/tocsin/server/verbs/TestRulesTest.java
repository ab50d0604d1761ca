package tocsin.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Each file of the corpus says in its name whether its tests pass; where promtool is installed it
/// must say the same.
class TestRulesTest {
    private static final Path CORPUS = Path.of("src/test/resources/ruletests");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    static List<Path> corpus() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.filter(file -> file.getFileName().toString().matches("(good|bad)-.*"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isGood(Path file) {
        return file.getFileName().toString().startsWith("good-");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void eachFileGetsItsVerdict(Path file) {
        RanVerb ran = RanVerb.of("test", "rules", file.toString());
        assertThat(ran.status()).as(ran.err()).isEqualTo(isGood(file) ? 0 : 1);
        assertThat(ran.out()).startsWith("Unit Testing:  " + file + "\n");
        assertThat(ran.err().startsWith("  FAILED:\n")).isEqualTo(!isGood(file));
    }

    @Test
    void promtoolSaysTheSame() throws Exception {
        assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed");
        var others = new ArrayList<String>();
        for (Path file : corpus()) {
            if (!Files.readString(file).startsWith("# newer")) {
                var nowhere = ProcessBuilder.Redirect.to(new File("/dev/null"));
                Process process =
                        new ProcessBuilder(PROMTOOL.toString(), "test", "rules", file.toString())
                                .redirectOutput(nowhere)
                                .redirectError(nowhere)
                                .start();
                if ((process.waitFor() == 0) != isGood(file)) {
                    others.add(file.toString());
                }
            }
        }
        assertThat(others).isEmpty();
    }

    @Test
    void whatDiffersIsToldNameByName() {
        RanVerb ran =
                RanVerb.of(
                        "test", "rules", "--diff", CORPUS.resolve("bad-wrong-annotation.yml") + "");
        assertThat(ran.err())
                .contains("alertname: InstanceDown, time: 6m")
                .contains("annotation summary: expected \"wrong\"")
                .contains("got \"Instance i down\"")
                .doesNotContain("exp:[");
    }

    @Test
    void resultsAreWrittenAsJunitHasThem(@TempDir Path folder) throws Exception {
        Path report = folder.resolve("report.xml");
        String[] files =
                Stream.of("good-down.yml", "bad-value.yml")
                        .map(name -> CORPUS.resolve(name).toString())
                        .toArray(String[]::new);
        var arguments = new ArrayList<>(List.of("test", "rules", "--junit", report.toString()));
        arguments.addAll(Arrays.asList(files));
        assertThat(RanVerb.of(arguments.toArray(String[]::new)).status()).isEqualTo(1);
        assertThat(Files.readString(report))
                .contains("good-down.yml\" tests=\"1\" failures=\"0\"")
                .contains("<testcase name=\"an instance goes down\">")
                .contains("bad-value.yml\" tests=\"1\" failures=\"1\"");
    }

    @Test
    void onlyTestsThatMatchAreRun() {
        String file = CORPUS.resolve("bad-value.yml").toString();
        assertThat(RanVerb.of("test", "rules", "--run", "another", file).status()).isZero();
    }

    @Test
    void checkRulesFindsTemplatesThatAreNoneAndPassesOverUnknownFieldsWhenAsked(
            @TempDir Path folder) throws Exception {
        Path template =
                Files.writeString(
                        folder.resolve("t.yml"),
                        "groups: [{name: g, rules: [{alert: A, expr: x, labels: {l: '{{ nope"
                                + " }}'}}]}]");
        assertThat(RanVerb.of("check", "rules", template.toString()).status()).isEqualTo(1);
        Path unknown =
                Files.writeString(
                        folder.resolve("u.yml"),
                        "groups: [{name: g, colour: red, rules: [{record: a, expr: x}]}]");
        assertThat(RanVerb.of("check", "rules", unknown.toString()).status()).isEqualTo(1);
        assertThat(
                        RanVerb.of("check", "rules", "--ignore-unknown-fields", unknown.toString())
                                .status())
                .isZero();
        assertThat(RanVerb.of("check", "rules", "--lint", "spelling", unknown.toString()).out())
                .startsWith("WARNING: unknown lint option spelling\n");
    }
}

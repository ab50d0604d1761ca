package tocsin.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Each case of the corpus says whether it is good; where promtool is installed it must say the
/// same, in the same words as far as they are not about what is wrong.
class CheckPrometheusConfigTest {
    private static final Path CASES = Path.of("src/test/resources/promconfigs/cases.txt");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Map<String, String> BESIDE =
            Map.of(
                    "rules.yml", "groups: [{name: g, rules: [{record: a, expr: up}]}]\n",
                    "twice.yml",
                            "groups: [{name: g, rules: [{record: a, expr: up}, {record: a, expr:"
                                    + " b}]}]\n",
                    "broken.yml", "groups: [{name: g, rules: [{record: a, expr: sum(}]}]\n",
                    "targets.yml", "- {targets: ['a:1'], labels: {x: y}}\n",
                    "odd.yml", "targets: 1\n",
                    "scrape.yml", "scrape_configs: [{job_name: elsewhere}]\n",
                    "key.pem", "none\n");

    @TempDir Path folder;

    /// One `prometheus.yml`.
    record Case(String verdict, String about, List<String> flags, String text) {
        static Case of(String block) {
            String[] parts = block.split("\n", 2);
            List<String> words = List.of(parts[0].split(" ", -1));
            List<String> flags = words.stream().filter(word -> word.startsWith("--")).toList();
            List<String> about = words.subList(1, words.size() - flags.size());
            return new Case(words.getFirst(), String.join(" ", about), flags, parts[1]);
        }

        boolean isNewer() {
            return verdict.startsWith("newer-");
        }

        int status() {
            return switch (verdict.replace("newer-", "")) {
                case "good" -> 0;
                case "lint" -> 3;
                case "bad" -> 1;
                default -> throw new IllegalStateException(verdict);
            };
        }

        @Override
        public String toString() {
            return verdict + ": " + about + (flags.isEmpty() ? "" : " " + flags);
        }
    }

    static List<Case> cases() throws IOException {
        String[] blocks = Files.readString(CASES).split("(?m)^=== ", -1);
        return Stream.of(blocks).skip(1).map(Case::of).toList();
    }

    @BeforeEach
    void writeWhatStandsBeside() throws IOException {
        for (Map.Entry<String, String> file : BESIDE.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private List<String> arguments(Case one) throws IOException {
        Path file = folder.resolve("prometheus.yml");
        Files.writeString(file, one.text());
        var arguments = new ArrayList<>(List.of("check", "config"));
        arguments.addAll(one.flags());
        arguments.add(file.toString());
        return arguments;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachCaseGetsItsVerdict(Case one) throws IOException {
        RanVerb ran = RanVerb.of(arguments(one).toArray(String[]::new));
        assertThat(ran.status()).as(ran.err()).isEqualTo(one.status());
        if (one.status() == 1) {
            assertThat(ran.err()).startsWith("  FAILED:").contains(folder.toString());
        }
    }

    @Test
    void promtoolSaysTheSame() throws Exception {
        assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed");
        var others = new ArrayList<String>();
        for (Case one : cases()) {
            if (!one.isNewer()) {
                List<String> arguments = arguments(one);
                RanVerb ours = RanVerb.of(arguments.toArray(String[]::new));
                RanVerb theirs = promtool(arguments);
                if (ours.status() != theirs.status() || !said(ours).equals(said(theirs))) {
                    others.add(one + "\nours: " + ours + "\ntheirs: " + theirs);
                }
            }
        }
        assertThat(others).isEmpty();
    }

    /// What was said; after a broken rule file 2.42 leaves a line free, and 3.14 no longer does.
    private static String said(RanVerb ran) {
        return ran.out().replaceAll("\n+", "\n");
    }

    private RanVerb promtool(List<String> arguments) throws Exception {
        var command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(arguments);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        int status = process.waitFor();
        return new RanVerb(
                status,
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void everyProblemIsToldWithItsLine() throws IOException {
        Path file = folder.resolve("prometheus.yml");
        Files.writeString(
                file,
                """
                global:
                  scrape_intervall: 15s
                scrape_configs:
                - job_name: a
                  relabel_configs:
                  - action: copy
                """);
        RanVerb ran = RanVerb.of("check", "config", file.toString());
        assertThat(ran.err())
                .contains(
                        file + ":2: global.scrape_intervall: unknown field \"scrape_intervall\"",
                        "did you mean \"scrape_interval\"?",
                        file + ":6: scrape_configs[0].relabel_configs[0].action: unknown relabel");
    }

    @Test
    void aFileThatIsNotThereEndsEverything() {
        RanVerb ran = RanVerb.of("promtool", "check", "config", folder.resolve("nope") + "");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .isEqualTo(
                        "promtool: error: path '"
                                + folder.resolve("nope")
                                + "' does not exist, try --help\n");
    }
}

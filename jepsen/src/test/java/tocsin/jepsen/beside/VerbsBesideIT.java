package tocsin.jepsen.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.jepsen.process.Commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// amtool and Tocsin's verbs of the same names: the same server, the same flags, the same output
/// and the same exit code. What they complain of is compared as well, but for line ends, where
/// Debian's older amtool and the one that Tocsin follows say the same.
///
/// Left out are the known differences to Debian's amtool 0.25: errors of the API, which the newer
/// one quotes; the words for files that cannot be used, where ours name line and field; parsing of
/// matchers in UTF-8; what the older one does without a URL.
class VerbsBesideIT {
    private static final String CONFIG =
            """
            route:
              receiver: team-x
              group_by: [alertname]
              routes:
              - matchers: [service=~"a|b"]
                receiver: team-y
                continue: true
                routes:
                - matchers: [severity="critical"]
                  receiver: pager
              - matchers: [team="z"]
                receiver: team-z
            receivers: [{name: team-x}, {name: team-y}, {name: pager}, {name: team-z}]
            inhibit_rules:
            - source_matchers: [severity="critical"]
              target_matchers: [severity="warning"]
              equal: [service]
            """;

    private static final List<String> OUTPUTS = List.of("simple", "extended", "json");

    @TempDir private Path folder;

    private Pair pair;
    private Path amtool;

    private Commands.Outcome run(List<String> program, String... words) {
        var line = new ArrayList<>(program);
        line.addAll(List.of(words));
        return Commands.run(line);
    }

    private static List<String> verbs() {
        var verbs = new ArrayList<>(Pair.tocsinProgram());
        verbs.add("amtool");
        return verbs;
    }

    /// Both, one after the other.
    private void same(String... words) {
        Commands.Outcome theirs = run(List.of(amtool.toString()), words);
        Commands.Outcome ours = run(verbs(), words);
        assertThat(ours.output()).as("output of %s", List.of(words)).isEqualTo(theirs.output());
        assertThat(ours.status()).as("status of %s", List.of(words)).isEqualTo(theirs.status());
        assertThat(ours.complaints().strip())
                .as("complaints of %s", List.of(words))
                .isEqualTo(theirs.complaints().strip());
    }

    /// With the server and a format of output.
    private void sameInAllFormats(String... words) {
        for (String output : OUTPUTS) {
            same(asked(output, words));
        }
    }

    private String[] asked(String output, String... words) {
        var all =
                new ArrayList<>(
                        List.of(
                                "--alertmanager.url=http://127.0.0.1:" + pair.alertmanager().port(),
                                "--no-version-check",
                                "--output=" + output));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }

    @Test
    void bothSayAndDoTheSame() throws IOException {
        Optional<Path> installed = Commands.find("amtool");
        assumeTrue(installed.isPresent(), "skipped: amtool is not installed");
        amtool = installed.orElseThrow();
        try (var both = new Pair(folder, CONFIG)) {
            pair = both;
            alerts();
            silences();
            configurations();
            sameInAllFormats("cluster", "show");
        }
    }

    private void alerts() {
        String end = "--end=2040-01-01T00:00:00Z";
        same(
                asked(
                        "simple",
                        "alert",
                        "add",
                        "A",
                        "service=a",
                        "severity=critical",
                        "--start=2026-01-01T00:00:00Z",
                        end,
                        "--annotation=summary=Hot",
                        "--generator-url=http://p/g"));
        same(
                asked(
                        "simple",
                        "alert",
                        "add",
                        "alertname=B",
                        "service=a",
                        "severity=warning",
                        "--start=2026-01-01T00:00:01Z",
                        end));
        same(
                asked(
                        "simple",
                        "alert",
                        "add",
                        "alertname=C",
                        "team=z",
                        "--start=2026-01-01T00:00:02Z",
                        end));
        queries();
    }

    private void queries() {
        for (String[] query :
                new String[][] {
                    {"alert"},
                    {"alert", "query"},
                    {"alert", "query", "alertname=A"},
                    {"alert", "A"},
                    {"alert", "query", "service=~a|b"},
                    {"alert", "query", "--silenced"},
                    {"alert", "query", "--inhibited"},
                    {"alert", "query", "--active", "--inhibited"},
                    {"alert", "query", "--unprocessed"},
                    {"alert", "query", "--receiver=team-z"},
                    {"alert", "query", "team!=z"}
                }) {
            sameInAllFormats(query);
        }
        same(asked("nope", "alert"));
    }

    private void silences() {
        for (List<String> program : List.of(List.of(amtool.toString()), verbs())) {
            String id =
                    run(
                                    program,
                                    asked(
                                            "simple",
                                            silence("alertname=A", "--end=2031-01-01T00:00:00Z")))
                            .required();
            assertThat(id).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            assertThat(run(program, asked("simple", "silence", "expire", id)).required()).isEmpty();
        }
        for (String[] silence :
                new String[][] {
                    silence("B", "--end=2032-01-01T00:00:00Z"),
                    silence("x!=y", "--end=2033-01-01T00:00:00Z")
                }) {
            run(List.of(amtool.toString()), asked("simple", silence)).required();
        }
        for (String[] query :
                new String[][] {
                    {"silence"},
                    {"silence", "query"},
                    {"silence", "query", "alertname=B"},
                    {"silence", "query", "--quiet"},
                    {"silence", "query", "--created-by=you"},
                    {"silence", "query", "--expired"},
                    {"silence", "query", "--within=1h"}
                }) {
            sameInAllFormats(query);
        }
        same(asked("simple", "silence", "add", "--comment=c"));
        same(asked("simple", "silence", "add", "a=b"));
        same(asked("simple", "silence", "add", "a=b", "--comment=c", "--duration=0s"));
        same(asked("simple", "silence", "add", "a=b", "--comment=c", "--duration=x"));
        same(asked("simple", "silence", "expire"));
        same(asked("simple", "silence", "update"));
    }

    private static String[] silence(String matcher, String end) {
        return new String[] {"silence", "add", matcher, "--comment=why", "--author=me", end};
    }

    private void configurations() throws IOException {
        Path file = Files.writeString(folder.resolve("checked.yml"), CONFIG);
        same("check-config", file.toString());
        same(asked("simple", "config", "show"));
        same(asked("json", "config", "show"));
        same(asked("simple", "config", "routes", "show"));
        for (String labels : List.of("service=a", "team=z", "other=x")) {
            same(asked("simple", "config", "routes", "test", labels));
            same(asked("simple", "config", "routes", "test", "--tree", labels));
            same(asked("simple", "config", "routes", "test", labels, "--verify.receivers=team-z"));
        }
        same(asked("simple", "config", "routes", "test", "service=a", "severity=critical"));
    }
}

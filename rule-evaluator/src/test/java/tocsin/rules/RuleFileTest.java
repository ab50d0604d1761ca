package tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.yaml.Problems;

import java.time.Duration;
import java.util.List;

class RuleFileTest {
    private final Problems problems = new Problems();

    private List<RuleGroupSpec> read(String text) {
        return RuleFile.read("rules.yml", text, new World()::compile, problems);
    }

    @Test
    void everyFieldIsRead() {
        RuleGroupSpec group =
                read("""
                groups:
                  - name: g
                    interval: 15s
                    query_offset: 1m
                    limit: 10
                    labels: {team: db, severity: info}
                    rules:
                      - alert: A
                        expr: up == 0
                        for: 5m
                        keep_firing_for: 10m
                        labels: {severity: page}
                        annotations: {summary: s}
                      - record: r
                        expr: sum(up)
                """)
                        .getFirst();
        assertThat(problems.isEmpty()).as(problems.report()).isTrue();
        assertThat(group.key()).isEqualTo("rules.yml;g");
        assertThat(group.interval()).contains(Duration.ofSeconds(15));
        assertThat(group.limit()).isEqualTo(10);
        var alert = (RuleSpec.Alerting) group.rules().getFirst();
        assertThat(alert.holdFor()).isEqualTo(Duration.ofMinutes(5));
        assertThat(alert.keepFiringFor()).isEqualTo(Duration.ofMinutes(10));
        assertThat(alert.labels()).containsEntry("team", "db").containsEntry("severity", "page");
        assertThat(group.rules().getLast().labels()).containsEntry("severity", "info");
    }

    @Test
    void everyProblemIsReportedAtOnceWithItsLine() {
        read(
                """
                groups:
                  - name: g
                    rules:
                      - alert: A
                        record: r
                        expr: up
                      - expr: up
                      - alert: B
                        expr: '(('
                      - record: c
                        expr: up
                        for: 1m
                        lables: {}
                  - name: g
                """);
        assertThat(problems.all())
                .extracting(problem -> problem.line() + " " + problem.message())
                .contains(
                        "5 group \"g\", rule 1, \"r\": only one of 'record' and 'alert' must be"
                                + " set",
                        "7 group \"g\", rule 2, \"\": one of 'record' or 'alert' must be set",
                        "9 group \"g\", rule 3, \"B\": could not parse expression: 1:1: parse"
                                + " error: unclosed left parenthesis",
                        "12 group \"g\", rule 4, \"c\": invalid field 'for' in recording rule",
                        "13 unknown field \"lables\" in a rule; did you mean \"labels\"?",
                        "14 groupname: \"g\" is repeated in the same file");
    }

    @Test
    void anEmptyFileIsValid() {
        assertThat(read("")).isEmpty();
        assertThat(problems.isEmpty()).isTrue();
    }
}

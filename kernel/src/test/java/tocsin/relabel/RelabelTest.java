package tocsin.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.labels.Labels;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlReader;

import java.util.List;
import java.util.Optional;

/// Steps as people write them, what they make of a label set, and what is refused.
final class RelabelTest {
    private static final Labels DISK =
            Labels.of("alertname", "DiskFull", "instance", "db1:9100", "env", "Prod");

    private final Problems problems = new Problems();

    private List<RelabelRule> rules(String steps) {
        String text = "steps:\n" + steps.indent(2);
        Fields top = Fields.of(YamlReader.read("t.yml", text, problems).orElseThrow(), problems);
        return RelabelReader.read(top, "steps");
    }

    private Optional<Labels> relabelled(String steps, Labels labels) {
        List<RelabelRule> rules = rules(steps);
        assertThat(problems.report()).isEmpty();
        return RelabelRule.apply(rules, labels);
    }

    private Labels made(String steps) {
        return relabelled(steps, DISK).orElseThrow();
    }

    @Test
    void replacesByGroupsOfTheExpression() {
        Labels made =
                made(
                        """
                        - source_labels: [instance, env]
                          separator: '|'
                          regex: '([^:]+):(?P<port>\\d+)\\|.*'
                          target_label: host
                          replacement: '${1}-$port-$$'
                        """);
        assertThat(made.get("host")).isEqualTo("db1-9100-$");
    }

    @Test
    void aTargetMayBeMadeOfGroups() {
        Labels made =
                made(
                        """
                        - source_labels: [alertname]
                          regex: 'Disk(.*)'
                          target_label: 'is_$1'
                          replacement: 'yes'
                        """);
        assertThat(made.get("is_Full")).isEqualTo("yes");
    }

    @Test
    void whatDoesNotMatchIsLeftAndAnEmptyReplacementRemoves() {
        assertThat(made("- {source_labels: [env], regex: 'prod', target_label: env}"))
                .isEqualTo(DISK);
        assertThat(made("- {target_label: env, replacement: ''}").has("env")).isFalse();
        assertThat(made("- {target_label: site, replacement: here}").get("site")).isEqualTo("here");
        assertThat(made("- {source_labels: [none], target_label: '$1'}")).isEqualTo(DISK);
    }

    @ParameterizedTest
    @CsvSource({
        "'{action: keep, source_labels: [env], regex: Pro.}', true",
        "'{action: keep, source_labels: [env], regex: Pro}', false",
        "'{action: drop, source_labels: [env], regex: Prod}', false",
        "'{action: Drop, source_labels: [env], regex: prod}', true",
        "'{action: keepequal, source_labels: [env], target_label: alertname}', false",
        "'{action: dropequal, source_labels: [env], target_label: alertname}', true",
        "'{action: dropequal, source_labels: [none], target_label: neither}', false",
    })
    void keepsOrDrops(String step, boolean kept) {
        assertThat(relabelled("- " + step, DISK).isPresent()).isEqualTo(kept);
    }

    @Test
    void whatIsDroppedIsNotLookedAtAgain() {
        String steps =
                """
                - {action: drop, source_labels: [env], regex: Prod}
                - {target_label: env, replacement: again}
                """;
        assertThat(relabelled(steps, DISK)).isEmpty();
    }

    /// The values are those of a Prometheus.
    @Test
    void hashesAsUpstream() {
        String step = "- {action: hashmod, source_labels: [c], target_label: d, modulus: 1000}";
        assertThat(relabelled(step, Labels.of("c", "baz")).orElseThrow().get("d")).isEqualTo("976");
        assertThat(relabelled(step, Labels.of("c", "foo\nbar")).orElseThrow().get("d"))
                .isEqualTo("734");
    }

    @Test
    void dealsWithNames() {
        assertThat(made("- {action: labelmap, regex: 'e(n)v', replacement: 'x_$1'}").get("x_n"))
                .isEqualTo("Prod");
        assertThat(made("- {action: labeldrop, regex: 'e.*|instance'}"))
                .isEqualTo(Labels.of("alertname", "DiskFull"));
        assertThat(made("- {action: labelkeep, regex: 'env'}")).isEqualTo(Labels.of("env", "Prod"));
    }

    @Test
    void changesCaseACharacterAtATime() {
        Labels turkish = Labels.of("a", "İSTANBUL ß");
        String lower = "- {action: lowercase, source_labels: [a], target_label: b}";
        String upper = "- {action: uppercase, source_labels: [a], target_label: b}";
        assertThat(relabelled(lower, turkish).orElseThrow().get("b")).isEqualTo("istanbul ß");
        assertThat(relabelled(upper, turkish).orElseThrow().get("b")).isEqualTo("İSTANBUL ß");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{source_labels: [a]} # action requires 'target_label' value",
                "{target_label: x, regex: '('} # error parsing regexp",
                "{action: turn} # unknown relabel action \"turn\", expected one of [replace, keep",
                "{action: hashmod, target_label: x} # requires non-zero modulus",
                "{action: hashmod, target_label: x, modulus: -1} # not negative",
                "{action: lowercase, target_label: x, replacement: y} # can not be set for lower",
                "{action: labelmap, replacement: ''} # invalid 'replacement' for labelmap",
                "{action: labeldrop, regex: x, target_label: y} # requires only 'regex'",
                "{action: keepequal, target_label: y, regex: x} # requires only 'source_labels'",
                "{target_lable: x, target_label: y} # did you mean \"target_label\"?",
                "{source_labels: [''], target_label: x} # is not a valid label name",
            })
    void refuses(String step, String words) {
        rules("- " + step);
        assertThat(problems.report()).contains(words.strip()).contains("t.yml:2");
    }

    @Test
    void equalStepsAreEqual() {
        String step = "- {source_labels: [a], target_label: b}";
        assertThat(rules(step)).isEqualTo(rules(step));
        assertThat(rules(step)).isNotEqualTo(rules("- {source_labels: [a], target_label: c}"));
    }
}

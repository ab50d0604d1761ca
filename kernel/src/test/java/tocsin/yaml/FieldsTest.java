package tocsin.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class FieldsTest {
    private final Problems problems = new Problems();

    private Fields read(String text) {
        YamlNode node = YamlReader.read("a.yml", text, problems).orElseThrow();
        return Fields.of(node, problems);
    }

    @Test
    void everyProblemOfAFileIsReportedWithItsLineAndField() {
        Fields fields =
                read(
                        """
                        wait: soon
                        list: 7
                        route:
                          continue: maybe
                        typo: 1
                        """);
        fields.duration("wait");
        fields.texts("list");
        fields.fields("route").orElseThrow().bool("continue");
        fields.done("the file");
        assertThat(problems.report())
                .isEqualTo(
                        """
                        a.yml:1: wait: not a valid duration string: "soon", expected one such as 30s, 5m or 1h30m
                        a.yml:2: list: expected a list, found a single value
                        a.yml:4: route.continue: expected true or false, found "maybe"
                        a.yml:5: typo: unknown field "typo" in the file
                        """);
    }

    @Test
    void aMistypedFieldIsToldWhatItWasNear() {
        Fields fields = read("recievers: 1\nroute: x\nfar_off: 2\n");
        fields.text("receivers");
        fields.text("route");
        fields.done("the file");
        assertThat(problems.report())
                .isEqualTo(
                        """
                        a.yml:1: recievers: unknown field "recievers" in the file; did you mean "receivers"?
                        a.yml:3: far_off: unknown field "far_off" in the file
                        """);
    }

    @Test
    void goodValuesReadAsWritten() {
        Fields fields =
                read("wait: 1m\non: yes\ncount: 0x10\nlabels: {a: b}\nempty: ''\nnothing:\n");
        assertThat(fields.duration("wait")).contains(Duration.ofMinutes(1));
        assertThat(fields.bool("on")).contains(true);
        assertThat(fields.integer("count")).contains(16L);
        assertThat(fields.textMap("labels")).containsEntry("a", "b");
        assertThat(fields.text("empty")).contains("");
        assertThat(fields.text("nothing")).isEmpty();
        fields.done("the file");
        assertThat(problems.isEmpty()).as(problems.report()).isTrue();
    }

    @Test
    void mergeKeysAndAliasesWork() {
        Fields fields = read("base: &b {x: 1, y: 2}\nmine:\n  <<: *b\n  y: 3\n");
        Fields mine = fields.fields("mine").orElseThrow();
        assertThat(mine.text("x")).contains("1");
        assertThat(mine.text("y")).contains("3");
    }

    @Test
    void aKeySetTwiceIsAProblem() {
        read("a: 1\na: 2\n");
        assertThat(problems.report()).isEqualTo("a.yml:2: a: key \"a\" already set in map\n");
    }

    @Test
    void whatIsNotYamlIsOneProblemWithItsLine() {
        assertThat(YamlReader.read("a.yml", "a: 1\nb: [1, 2\n", problems)).isEmpty();
        assertThat(problems.all()).hasSize(1);
        assertThat(problems.report()).startsWith("a.yml:3: not valid YAML:");
    }

    @Test
    void aBombOfAliasesIsRefused() {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            text.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ", ").repeat(10))
                    .append("]\n");
        }
        assertThat(YamlReader.read("a.yml", text.toString(), problems)).isEmpty();
        assertThat(problems.report()).contains("not valid YAML");
    }
}

package tocsin.rules.unittest;

import tocsin.duration.DurationText;
import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.promql.maths.GoNumber;
import tocsin.rules.unittest.RuleTestFile.AlertCheck;
import tocsin.rules.unittest.RuleTestFile.ExpectedAlert;
import tocsin.rules.unittest.RuleTestFile.ExpectedSample;
import tocsin.rules.unittest.RuleTestFile.ExpressionCheck;
import tocsin.rules.unittest.RuleTestFile.InputSeries;
import tocsin.rules.unittest.RuleTestFile.Test;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlReader;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Reads a file of unit tests, and reports every problem at once.
public final class TestFileReader {
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

    private final Problems problems;

    private TestFileReader(Problems problems) {
        this.problems = problems;
    }

    /// What the text says. Where something is wrong a problem is added, and what is returned must
    /// not be run.
    public static RuleTestFile read(Path file, String text, Problems problems) {
        var reader = new TestFileReader(problems);
        return YamlReader.read(file.toString(), text, problems)
                .map(top -> reader.file(file, Fields.of(top, problems)))
                .orElseGet(() -> empty(file));
    }

    private static RuleTestFile empty(Path file) {
        return new RuleTestFile(
                file, List.of(), DEFAULT_INTERVAL, List.of(), false, Optional.empty(), List.of());
    }

    private RuleTestFile file(Path file, Fields top) {
        Duration interval = positive(top, "evaluation_interval", DEFAULT_INTERVAL);
        List<String> order = top.texts("group_eval_order");
        var seen = new HashSet<String>();
        for (String group : order) {
            if (!seen.add(group)) {
                top.problem(
                        "group_eval_order", "group name repeated in evaluation order: " + group);
            }
        }
        var tests = new ArrayList<Test>();
        for (YamlNode item : top.items("tests")) {
            tests.add(test(Fields.of(item, problems), interval));
        }
        var read =
                new RuleTestFile(
                        file,
                        top.texts("rule_files"),
                        interval,
                        order,
                        top.bool("fuzzy_compare").orElse(false),
                        top.text("alertmanager_config"),
                        tests);
        top.done("a file of unit tests");
        return read;
    }

    private static Duration positive(Fields fields, String key, Duration otherwise) {
        return fields.duration(key).filter(Duration::isPositive).orElse(otherwise);
    }

    private Test test(Fields fields, Duration evaluationInterval) {
        var series = new ArrayList<InputSeries>();
        for (YamlNode item : fields.items("input_series")) {
            Fields one = Fields.of(item, problems);
            series.add(new InputSeries(one.text("series", ""), one.text("values", "")));
            one.done("an input series");
        }
        var alerts = new ArrayList<AlertCheck>();
        for (YamlNode item : fields.items("alert_rule_test")) {
            alerts.add(alertCheck(Fields.of(item, problems)));
        }
        var expressions = new ArrayList<ExpressionCheck>();
        for (YamlNode item : fields.items("promql_expr_test")) {
            expressions.add(expressionCheck(Fields.of(item, problems)));
        }
        var test =
                new Test(
                        fields.text("name", ""),
                        positive(fields, "interval", evaluationInterval),
                        fields.parsed("start_timestamp", TestFileReader::instant)
                                .orElse(Instant.EPOCH),
                        series,
                        Labels.of(fields.textMap("external_labels")),
                        fields.text("external_url", ""),
                        alerts,
                        expressions,
                        new RoutingReader(problems).read(fields));
        fields.done("a test");
        return test;
    }

    private static Instant instant(String text) {
        Double seconds = GoNumber.parse(text);
        if (seconds != null) {
            return Instant.ofEpochMilli(Math.round(seconds * 1000));
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expected seconds since 1970 or RFC 3339, found \"" + text + "\"", e);
        }
    }

    private AlertCheck alertCheck(Fields fields) {
        String name = fields.text("alertname", "");
        Duration at = fields.duration("eval_time").orElse(Duration.ZERO);
        if (name.isEmpty()) {
            fields.problem(
                    "alertname",
                    "an item under alert_rule_test misses required attribute alertname at"
                            + " eval_time "
                            + DurationText.format(at));
        }
        var expected = new ArrayList<ExpectedAlert>();
        for (YamlNode item : fields.items("exp_alerts")) {
            Fields one = Fields.of(item, problems);
            LabelsBuilder labels = Labels.of(one.textMap("exp_labels")).toBuilder();
            expected.add(
                    new ExpectedAlert(
                            labels.set(Labels.ALERT_NAME, name).build(),
                            Labels.of(one.textMap("exp_annotations"))));
            one.done("an expected alert");
        }
        fields.done("an item of alert_rule_test");
        return new AlertCheck(at, name, expected);
    }

    private ExpressionCheck expressionCheck(Fields fields) {
        var expected = new ArrayList<ExpectedSample>();
        for (YamlNode item : fields.items("exp_samples")) {
            Fields one = Fields.of(item, problems);
            expected.add(
                    new ExpectedSample(
                            one.text("labels", ""),
                            one.parsed("value", TestFileReader::number).orElse(0.0),
                            one.text("histogram", "")));
            one.done("an expected sample");
        }
        var check =
                new ExpressionCheck(
                        fields.text("expr", ""),
                        fields.duration("eval_time").orElse(Duration.ZERO),
                        expected);
        fields.done("an item of promql_expr_test");
        return check;
    }

    private static double number(String text) {
        String plain =
                switch (text) {
                    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> "Inf";
                    case "-.inf", "-.Inf", "-.INF" -> "-Inf";
                    case ".nan", ".NaN", ".NAN" -> "NaN";
                    default -> text.replace("_", "");
                };
        Double number = GoNumber.parse(plain);
        if (number == null) {
            throw new IllegalArgumentException("expected a number, found \"" + text + "\"");
        }
        return number;
    }
}

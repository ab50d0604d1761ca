package tocsin.rules.unittest;

import tocsin.duration.DurationText;
import tocsin.labels.Labels;
import tocsin.rules.unittest.RuleTestFile.AlertCheck;
import tocsin.rules.unittest.RuleTestFile.ExpectedAlert;
import tocsin.rules.unittest.RuleTestFile.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What was not as a test expects.
///
/// @param text as promtool tells it, indented by four
/// @param difference what is missing, too much, or different, a line each
public record Failure(String test, String text, List<String> difference) {
    /// Copies the lines.
    public Failure {
        difference = List.copyOf(difference);
    }

    /// A failure without lines that differ.
    public static Failure of(Test test, String text) {
        return new Failure(test.name(), named(test) + "    " + text, List.of());
    }

    /// A failure with the lines that differ.
    public static Failure of(Test test, String text, List<String> difference) {
        return new Failure(test.name(), named(test) + "    " + text, difference);
    }

    private static String named(Test test) {
        return test.name().isEmpty() ? "" : "    name: " + test.name() + ",\n";
    }

    static Failure ofAlerts(
            Test test, AlertCheck check, List<ExpectedAlert> expected, List<ExpectedAlert> got) {
        String text =
                "alertname: "
                        + check.alertname()
                        + ", time: "
                        + DurationText.format(check.evalTime())
                        + ", \n        exp:"
                        + list(expected)
                        + ", \n        got:"
                        + list(got);
        return of(test, text, difference(expected, got));
    }

    private static String list(List<ExpectedAlert> alerts) {
        if (alerts.isEmpty()) {
            return "[]";
        }
        var text = new StringBuilder("[\n");
        for (int i = 0; i < alerts.size(); i++) {
            text.append("            ").append(i).append(":\n              Labels:");
            text.append(alerts.get(i).labels()).append("\n              Annotations:");
            text.append(alerts.get(i).annotations()).append('\n');
        }
        return text.append("            ]").toString();
    }

    private static List<String> difference(List<ExpectedAlert> expected, List<ExpectedAlert> got) {
        var missing = new ArrayList<>(expected);
        var extra = new ArrayList<>(got);
        missing.removeAll(got);
        extra.removeAll(expected);
        var lines = new ArrayList<String>();
        for (ExpectedAlert alert : missing) {
            extra.stream()
                    .min(Comparator.comparingInt(other -> distance(alert, other)))
                    .ifPresentOrElse(
                            nearest -> {
                                extra.remove(nearest);
                                lines.add("~ " + alert.labels());
                                compare("label", alert.labels(), nearest.labels(), lines);
                                compare(
                                        "annotation",
                                        alert.annotations(),
                                        nearest.annotations(),
                                        lines);
                            },
                            () -> lines.add("- " + alert.labels() + " does not fire"));
        }
        extra.forEach(alert -> lines.add("+ " + alert.labels() + " fires, and is not expected"));
        return lines;
    }

    private static int distance(ExpectedAlert a, ExpectedAlert b) {
        var lines = new ArrayList<String>();
        compare("", a.labels(), b.labels(), lines);
        int labels = 1_000 * lines.size();
        lines.clear();
        compare("", a.annotations(), b.annotations(), lines);
        return labels + lines.size();
    }

    /// Adds a line for each name whose value differs.
    static void compare(String kind, Labels expected, Labels got, List<String> into) {
        expected.forEachLabel((name, value) -> {
            String other = got.get(name);
            if (!other.equals(value)) {
                into.add("    " + kind + " " + name + ": expected \"" + value + "\"");
                into.add(
                        other.isEmpty()
                                ? "    "
                                        + " ".repeat(kind.length() + name.length() + 3)
                                        + "is not there"
                                : "    "
                                        + " ".repeat(kind.length() + name.length() + 3)
                                        + "     got \""
                                        + other
                                        + "\"");
            }
        });
        got.forEachLabel((name, value) -> {
            if (expected.get(name).isEmpty()) {
                into.add("    " + kind + " " + name + ": \"" + value + "\" is not expected");
            }
        });
    }
}

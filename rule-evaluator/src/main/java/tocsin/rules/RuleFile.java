package tocsin.rules;

import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlReader;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Reads a file of rules as Prometheus has it, and reports every problem at once.
public final class RuleFile {
    private final String file;
    private final ExpressionSyntax syntax;
    private final Unknown unknown;
    private final Problems problems;

    /// What becomes of fields that nobody knows.
    public enum Unknown {
        /// Each is a problem, for it may be a typing error.
        REFUSED,
        /// They are passed over, as `--ignore-unknown-fields` asks.
        IGNORED
    }

    private RuleFile(String file, ExpressionSyntax syntax, Unknown unknown, Problems problems) {
        this.file = file;
        this.syntax = syntax;
        this.unknown = unknown;
        this.problems = problems;
    }

    /// The groups of a file. Where something is wrong a problem is added, and what is returned must
    /// not be run.
    public static List<RuleGroupSpec> read(
            String file, String text, ExpressionSyntax syntax, Problems problems) {
        return read(file, text, syntax, Unknown.REFUSED, problems);
    }

    /// The same, with a say in what becomes of unknown fields.
    public static List<RuleGroupSpec> read(
            String file, String text, ExpressionSyntax syntax, Unknown unknown, Problems problems) {
        var reader = new RuleFile(file, syntax, unknown, problems);
        return YamlReader.read(file, text, problems).map(reader::groups).orElse(List.of());
    }

    private List<RuleGroupSpec> groups(YamlNode top) {
        Fields fields = Fields.of(top, problems);
        var groups = new ArrayList<RuleGroupSpec>();
        var names = new HashSet<String>();
        for (YamlNode item : fields.items("groups")) {
            groups.add(group(Fields.of(item, problems), names));
        }
        done(fields, "a rule file");
        return groups;
    }

    private void done(Fields fields, String what) {
        if (unknown == Unknown.REFUSED) {
            fields.done(what);
        }
    }

    private RuleGroupSpec group(Fields fields, Set<String> names) {
        String name = fields.text("name", "");
        if (name.isEmpty()) {
            fields.problem("name", "Groupname must not be empty");
        } else if (!names.add(name)) {
            fields.problem("name", "groupname: \"" + name + "\" is repeated in the same file");
        }
        Optional<Duration> interval = fields.duration("interval").filter(Duration::isPositive);
        Optional<Duration> offset = fields.duration("query_offset");
        long limit = fields.integer("limit").orElse(0L);
        SequencedMap<String, String> labels = labels(fields);
        var rules = new ArrayList<RuleSpec>();
        for (YamlNode item : fields.items("rules")) {
            String where = "group \"" + name + "\", rule " + (rules.size() + 1);
            rules.add(rule(Fields.of(item, problems), where, labels));
        }
        done(fields, "a rule group");
        int bounded = Math.clamp(limit, 0, Integer.MAX_VALUE);
        return new RuleGroupSpec(file, name, interval, offset, bounded, rules);
    }

    private RuleSpec rule(Fields fields, String where, SequencedMap<String, String> groupLabels) {
        Optional<String> record = fields.text("record").filter(text -> !text.isEmpty());
        Optional<String> alert = fields.text("alert").filter(text -> !text.isEmpty());
        String place = where + ", \"" + record.or(() -> alert).orElse("") + "\": ";
        if (record.isPresent() && alert.isPresent()) {
            fields.problem("record", place + "only one of 'record' and 'alert' must be set");
        } else if (record.isEmpty() && alert.isEmpty()) {
            fields.problem("record", place + "one of 'record' or 'alert' must be set");
        }
        String expression = expression(fields, place);
        var labels = new LinkedHashMap<>(groupLabels);
        labels.putAll(labels(fields));
        RuleSpec rule =
                record.isPresent()
                        ? recording(fields, place, record.get(), expression, labels)
                        : alerting(fields, alert.orElse(""), expression, labels);
        if (rule instanceof RuleSpec.Alerting alerting) {
            templates(fields, place + "label", alerting.name(), labels);
            templates(fields, place + "annotation", alerting.name(), alerting.annotations());
        }
        done(fields, "a rule");
        return rule;
    }

    private String expression(Fields fields, String place) {
        String text = fields.text("expr", "");
        if (text.isEmpty()) {
            fields.problem("expr", place + "field 'expr' must be set in rule");
            return text;
        }
        try {
            syntax.check(text);
        } catch (IllegalArgumentException e) {
            fields.problem("expr", place + "could not parse expression: " + e.getMessage());
        }
        return text;
    }

    private void templates(
            Fields fields, String place, String alert, SequencedMap<String, String> texts) {
        texts.forEach((name, text) -> {
            try {
                syntax.checkTemplate(alert, text);
            } catch (IllegalArgumentException e) {
                fields.problem(
                        place.endsWith("label") ? "labels" : "annotations",
                        place + " \"" + name + "\": " + e.getMessage());
            }
        });
    }

    private RuleSpec recording(
            Fields fields,
            String place,
            String name,
            String expression,
            SequencedMap<String, String> labels) {
        for (String key : List.of("annotations", "for", "keep_firing_for")) {
            if (fields.has(key)) {
                fields.problem(key, place + "invalid field '" + key + "' in recording rule");
            }
        }
        if (name.contains("{") || name.contains("}")) {
            fields.problem(
                    "record",
                    place
                            + "braces present in the recording rule name; should it be in expr?: "
                            + name);
        } else if (!LabelNames.isUtf8(name)) {
            fields.problem("record", place + "invalid recording rule name: " + name);
        }
        return new RuleSpec.Recording(name, expression, labels, fields.node().line());
    }

    private RuleSpec alerting(
            Fields fields, String name, String expression, SequencedMap<String, String> labels) {
        return new RuleSpec.Alerting(
                name,
                expression,
                fields.duration("for").orElse(Duration.ZERO),
                fields.duration("keep_firing_for").orElse(Duration.ZERO),
                labels,
                annotations(fields),
                fields.node().line());
    }

    private SequencedMap<String, String> labels(Fields fields) {
        SequencedMap<String, String> labels = fields.textMap("labels");
        for (String name : labels.keySet()) {
            if (!LabelNames.isUtf8(name) || name.equals(Labels.METRIC_NAME)) {
                fields.problem("labels", "invalid label name: " + name);
            }
        }
        return labels;
    }

    private SequencedMap<String, String> annotations(Fields fields) {
        SequencedMap<String, String> annotations = fields.textMap("annotations");
        for (String name : annotations.keySet()) {
            if (!LabelNames.isUtf8(name)) {
                fields.problem("annotations", "invalid annotation name: " + name);
            }
        }
        return annotations;
    }
}

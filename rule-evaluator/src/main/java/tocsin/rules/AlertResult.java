package tocsin.rules;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.rules.SampleSink.Sample;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What an evaluation of an alerting rule gives: for each series the labels and annotations of its
/// alert. Made where the expression is evaluated, off the loop, for templates may query.
record AlertResult(Labels labels, Labels annotations, double value) {
    static List<AlertResult> of(
            RuleSpec.Alerting rule, List<Sample> samples, long atMillis, TemplateExpander expander)
            throws EvaluationException {
        var results = new ArrayList<AlertResult>(samples.size());
        var seen = new LinkedHashSet<Labels>(2 * samples.size());
        for (Sample sample : samples) {
            var data =
                    new TemplateExpander.Data(
                            rule.name(),
                            sample.labels(),
                            sample.value(),
                            sample.histogram(),
                            atMillis);
            Labels labels = labels(rule, sample.labels(), data, expander);
            if (!seen.add(labels)) {
                throw new EvaluationException(
                        "vector contains metrics with the same labelset after applying alert"
                                + " labels");
            }
            double value = sample.histogram() == null ? sample.value() : 0;
            results.add(new AlertResult(labels, annotations(rule, data, expander), value));
        }
        return results;
    }

    private static Labels labels(
            RuleSpec.Alerting rule,
            Labels series,
            TemplateExpander.Data data,
            TemplateExpander expander) {
        LabelsBuilder labels = series.toBuilder().remove(Labels.METRIC_NAME);
        for (Map.Entry<String, String> label : new TreeMap<>(rule.labels()).entrySet()) {
            labels.set(label.getKey(), expand(label.getValue(), data, expander));
        }
        return labels.set(Labels.ALERT_NAME, rule.name()).build();
    }

    private static Labels annotations(
            RuleSpec.Alerting rule, TemplateExpander.Data data, TemplateExpander expander) {
        var annotations = new LabelsBuilder();
        rule.annotations()
                .forEach((name, text) -> annotations.set(name, expand(text, data, expander)));
        return annotations.build();
    }

    /// Text without an action expands to itself; most labels are such.
    private static String expand(
            String text, TemplateExpander.Data data, TemplateExpander expander) {
        return text.contains("{{") ? expander.expand(text, data) : text;
    }
}

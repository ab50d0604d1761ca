package tocsin.rules;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.rules.SampleSink.Sample;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What becomes of the result of a recording rule: the same samples under a new name and with the
/// rule's labels.
final class RecordingRules {
    private RecordingRules() {}

    static List<Sample> samples(
            RuleSpec.Recording rule, List<Sample> result, long sampleMillis, int limit)
            throws EvaluationException {
        var samples = new ArrayList<Sample>(result.size());
        var seen = new HashSet<Labels>(2 * result.size());
        for (Sample sample : result) {
            LabelsBuilder labels = sample.labels().toBuilder().set(Labels.METRIC_NAME, rule.name());
            rule.labels().forEach(labels::set);
            Labels built = labels.build();
            if (!seen.add(built)) {
                throw new EvaluationException(
                        "vector contains metrics with the same labelset after applying rule"
                                + " labels");
            }
            samples.add(new Sample(built, sampleMillis, sample.value(), sample.histogram()));
        }
        if (limit > 0 && samples.size() > limit) {
            throw new EvaluationException(
                    "exceeded limit of " + limit + " with " + samples.size() + " series");
        }
        return samples;
    }
}

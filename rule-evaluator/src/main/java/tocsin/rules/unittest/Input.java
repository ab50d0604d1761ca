package tocsin.rules.unittest;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.notation.SeriesNotation;
import tocsin.promql.notation.SeriesNotation.Described;
import tocsin.promql.notation.SeriesNotation.Value;
import tocsin.rules.SampleSink.Sample;
import tocsin.rules.unittest.RuleTestFile.InputSeries;
import tocsin.rules.unittest.RuleTestFile.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The input of a test, given step by step.
final class Input {
    private final List<Described> series = new ArrayList<>();
    private final Instant start;
    private final Duration interval;
    private int next;

    /// Reads all series.
    ///
    /// @throws IllegalArgumentException when one is not well formed
    Input(Test test) {
        start = test.start();
        interval = test.interval();
        for (InputSeries one : test.series()) {
            series.add(SeriesNotation.parse(one.series() + " " + one.values()));
        }
    }

    /// The samples up to `at` that were not given yet, in order of time.
    List<Sample> until(Instant at) {
        var samples = new ArrayList<Sample>();
        int longest = series.stream().mapToInt(one -> one.values().size()).max().orElse(0);
        while (next < longest) {
            Instant time = start.plus(interval.multipliedBy(next));
            if (time.isAfter(at)) {
                break;
            }
            for (Described one : series) {
                Value value = next < one.values().size() ? one.values().get(next) : null;
                add(one.labels(), time.toEpochMilli(), value, samples);
            }
            next++;
        }
        return samples;
    }

    private static void add(
            Labels labels, long millis, @Nullable Value value, List<Sample> samples) {
        if (value != null) {
            samples.add(new Sample(labels, millis, value.number(), value.histogram()));
        }
    }
}

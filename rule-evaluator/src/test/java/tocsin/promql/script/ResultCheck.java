package tocsin.promql.script;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.eval.Result;
import tocsin.promql.notation.HistogramNotation;
import tocsin.promql.notation.SeriesNotation.Described;
import tocsin.promql.notation.SeriesNotation.Value;
import tocsin.promql.value.FloatHistogram;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares a result with what a script expects.
final class ResultCheck {
    private final Expectation expected;
    private final long at;

    ResultCheck(Expectation expected, long at) {
        this.expected = expected;
        this.at = at;
    }

    @Nullable String check(Result.Value value, long time) {
        Script.Range range = expected.range;
        if (range != null) {
            return matrix(value, expected.series, expected.rangeStart, range.step());
        }
        String text = expected.text;
        if (text != null) {
            return value instanceof Result.Value.Text(_, var found) && found.equals(text)
                    ? null
                    : "expected text " + text + " but was " + value;
        }
        Double number = expected.number;
        if (number != null) {
            return value instanceof Result.Value.Scalar(_, double found)
                            && Comparison.same(number, found)
                    ? null
                    : "expected " + number + " but was " + value;
        }
        return switch (value) {
            case Result.Value.Vector(var samples) -> vector(samples);
            case Result.Value.Matrix(var series) when series.isEmpty() -> vector(List.of());
            default -> "expected a vector at " + at + " but was " + value + " at " + time;
        };
    }

    private @Nullable String vector(List<Result.Sample> samples) {
        Map<Labels, Integer> places = new HashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            if (places.put(samples.get(i).labels(), i) != null) {
                return "twice: " + samples.get(i).labels();
            }
        }
        for (int i = 0; i < expected.series.size(); i++) {
            Described wanted = expected.series.get(i);
            Integer place = places.remove(wanted.labels());
            if (place == null) {
                return "missing: " + wanted.labels() + " in " + text(samples);
            }
            if (expected.ordered && place != i) {
                return wanted.labels() + " stands at " + place + " instead of " + i;
            }
            Result.Sample found = samples.get(place);
            String difference =
                    difference(wanted.values().getFirst(), found.value(), found.histogram());
            if (difference != null) {
                return wanted.labels() + ": " + difference;
            }
        }
        return places.isEmpty() ? null : "not expected: " + places.keySet();
    }

    private static List<String> text(List<Result.Sample> samples) {
        return samples.stream().map(each -> each.labels() + " " + each.value()).toList();
    }

    private static @Nullable String difference(
            @Nullable Value wanted, double value, @Nullable FloatHistogram histogram) {
        if (wanted == null) {
            return "not expected: " + value;
        }
        FloatHistogram expected = wanted.histogram();
        if (expected != null) {
            return histogram == null
                    ? "expected a histogram but was " + value
                    : Comparison.difference(expected, histogram, wanted.hinted());
        }
        if (histogram != null) {
            return "expected " + wanted.number() + " but was " + HistogramNotation.write(histogram);
        }
        return Comparison.same(wanted.number(), value)
                ? null
                : "expected " + wanted.number() + " but was " + value;
    }

    static @Nullable String matrix(
            Result.Value value, List<Described> wanted, long start, long step) {
        if (!(value instanceof Result.Value.Matrix(var series))) {
            return "expected a matrix but was " + value;
        }
        Map<Labels, Result.Series> found = new HashMap<>();
        for (Result.Series each : series) {
            if (found.put(each.labels(), each) != null) {
                return "twice: " + each.labels();
            }
        }
        for (Described each : wanted) {
            Result.Series actual = found.remove(each.labels());
            if (actual == null) {
                return "missing: " + each.labels() + " in " + found.keySet();
            }
            String difference = row(each, actual, start, step);
            if (difference != null) {
                return each.labels() + ": " + difference;
            }
        }
        return found.isEmpty() ? null : "not expected: " + found.values();
    }

    private static @Nullable String row(
            Described wanted, Result.Series actual, long start, long step) {
        int next = 0;
        for (int i = 0; i < wanted.values().size(); i++) {
            Value value = wanted.values().get(i);
            if (value == null) {
                continue;
            }
            long time = start + i * step;
            if (next == actual.points().size()) {
                return "nothing at " + time;
            }
            Result.Point point = actual.points().get(next++);
            if (point.timestampMillis() != time) {
                return "sample at " + point.timestampMillis() + " instead of " + time;
            }
            String difference = difference(value, point.value(), point.histogram());
            if (difference != null) {
                return "at " + time + ": " + difference;
            }
        }
        return next == actual.points().size()
                ? null
                : "more samples than expected: "
                        + actual.points().subList(next, actual.points().size());
    }
}

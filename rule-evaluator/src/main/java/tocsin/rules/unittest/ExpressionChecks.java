package tocsin.rules.unittest;

import org.jspecify.annotations.Nullable;

import tocsin.duration.DurationText;
import tocsin.labels.Labels;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.QueryException;
import tocsin.promql.eval.Result;
import tocsin.promql.histogram.Tally;
import tocsin.promql.maths.GoFloat;
import tocsin.promql.notation.HistogramNotation;
import tocsin.promql.notation.SeriesNotation;
import tocsin.promql.value.FloatHistogram;
import tocsin.rules.unittest.RuleTestFile.ExpectedSample;
import tocsin.rules.unittest.RuleTestFile.ExpressionCheck;
import tocsin.rules.unittest.RuleTestFile.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Compares what expressions give with what a test expects of them.
final class ExpressionChecks {
    private final RuleTestFile file;
    private final Test test;
    private final Engine engine;

    ExpressionChecks(RuleTestFile file, Test test, Engine engine) {
        this.file = file;
        this.test = test;
        this.engine = engine;
    }

    private record Parsed(Labels labels, double value, @Nullable FloatHistogram histogram) {
        String valueText() {
            if (histogram != null) {
                return notation(histogram);
            }
            String text = GoFloat.general(value);
            return Double.isNaN(value) ? text + " (which equals nothing, itself included)" : text;
        }

        @Override
        public String toString() {
            return labels
                    + " "
                    + (histogram == null ? GoFloat.general(value) : notation(histogram));
        }
    }

    private static String notation(FloatHistogram histogram) {
        return HistogramNotation.write(new Tally(histogram).compact());
    }

    List<Failure> failures() {
        var failures = new ArrayList<Failure>();
        for (ExpressionCheck check : test.expressionChecks()) {
            check(check, failures);
        }
        return failures;
    }

    private void check(ExpressionCheck check, List<Failure> into) {
        String name =
                "expr: \""
                        + check.expression()
                        + "\", time: "
                        + DurationText.format(check.evalTime())
                        + ",";
        List<Parsed> expected;
        List<Parsed> got;
        try {
            got = got(check);
            expected = check.expected().stream().map(ExpressionChecks::parsed).toList();
        } catch (QueryException | IllegalArgumentException e) {
            into.add(Failure.of(test, name + " err: " + e.getMessage()));
            return;
        }
        expected = sorted(expected);
        got = sorted(got);
        if (!same(expected, got)) {
            String text = name + "\n        exp: " + list(expected) + "\n        got: " + list(got);
            into.add(Failure.of(test, text, difference(expected, got)));
        }
    }

    private List<Parsed> got(ExpressionCheck check) {
        long at = test.start().plus(check.evalTime()).toEpochMilli();
        Result.Value value = engine.instant(check.expression(), at, Engine.Wishes.none()).value();
        return switch (value) {
            case Result.Value.Vector(var samples) ->
                    samples.stream()
                            .map(each -> new Parsed(each.labels(), each.value(), each.histogram()))
                            .toList();
            case Result.Value.Scalar(long _, double number) ->
                    List.of(new Parsed(Labels.EMPTY, number, null));
            case Result.Value.Text _, Result.Value.Matrix _ ->
                    throw new QueryException("rule result is not a vector or scalar");
        };
    }

    private static Parsed parsed(ExpectedSample sample) {
        Labels labels = SeriesNotation.labels(sample.labels());
        if (sample.histogram().isEmpty()) {
            return new Parsed(labels, sample.value(), null);
        }
        SeriesNotation.Value value = SeriesNotation.values(sample.histogram()).getFirst();
        return new Parsed(labels, 0, value == null ? null : value.histogram());
    }

    private static List<Parsed> sorted(List<Parsed> samples) {
        return samples.stream().sorted(Comparator.comparing(Parsed::labels)).toList();
    }

    private boolean same(List<Parsed> expected, List<Parsed> got) {
        if (expected.size() != got.size()) {
            return false;
        }
        for (int i = 0; i < got.size(); i++) {
            if (!expected.get(i).labels().equals(got.get(i).labels())
                    || !sameValue(expected.get(i), got.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean sameValue(Parsed expected, Parsed got) {
        FloatHistogram a = expected.histogram();
        FloatHistogram b = got.histogram();
        if (a != null || b != null) {
            return a != null && b != null && notation(a).equals(notation(b));
        }
        double value = got.value();
        return expected.value() == value
                || (file.fuzzyCompare()
                        && (Math.nextUp(value) == expected.value()
                                || Math.nextDown(value) == expected.value()));
    }

    private static String list(List<Parsed> samples) {
        return samples.isEmpty()
                ? "nil"
                : samples.stream().map(Parsed::toString).collect(Collectors.joining(", "));
    }

    private List<String> difference(List<Parsed> expected, List<Parsed> got) {
        var lines = new ArrayList<String>();
        for (Parsed one : expected) {
            Parsed other = find(got, one.labels());
            if (other == null) {
                lines.add("- " + one);
            } else if (!sameValue(one, other)) {
                lines.add("~ " + one + ", got " + other.valueText());
            }
        }
        for (Parsed one : got) {
            if (find(expected, one.labels()) == null) {
                lines.add("+ " + one);
            }
        }
        return lines;
    }

    private static @Nullable Parsed find(List<Parsed> samples, Labels labels) {
        return samples.stream().filter(one -> one.labels().equals(labels)).findFirst().orElse(null);
    }
}

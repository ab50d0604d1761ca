package tocsin.promql.script;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.MemorySource;
import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Printer;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.eval.QueryException;
import tocsin.promql.eval.Result;
import tocsin.promql.notation.SeriesNotation;
import tocsin.promql.parse.ParseException;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Runs a script and says which of its evaluations were not as expected.
final class ScriptRun {
    private static final Engine.Limits LIMITS =
            new Engine.Limits(10_000, 10_000, Long.MAX_VALUE, Duration.ofSeconds(100), 20, 0);
    private static final Pattern OF_QUERY = Pattern.compile("(start|end|range|step)\\(\\)");

    private MemorySource source = new MemorySource();
    private Engine engine = engine();
    final List<String> failures = new ArrayList<>();
    int evaluations;

    private Engine engine() {
        return new Engine(
                source, EngineOptions.SCRIPTS, LIMITS, new EngineMetrics(new PrometheusRegistry()));
    }

    void run(Script script) {
        for (Script.Command command : script.commands()) {
            switch (command) {
                case Script.Clear _ -> {
                    source = new MemorySource();
                    engine = engine();
                }
                case Script.Load load -> Loading.run(source, load);
                case Script.Eval eval -> {
                    evaluations++;
                    String failure = evaluate(eval);
                    if (failure != null) {
                        failures.add("line " + eval.line() + ": " + eval.query() + ": " + failure);
                    }
                }
            }
        }
    }

    private @Nullable String evaluate(Script.Eval eval) {
        var expected = new Expectation(eval);
        Script.Range range = eval.range();
        if (range != null) {
            return range(eval, expected, range);
        }
        Script.Range shown = expected.range;
        long at = shown == null ? eval.start() : shown.end();
        String failure = instant(eval.query(), at, at, expected);
        if (failure != null) {
            return failure;
        }
        Expr expr;
        try {
            expr = Parser.parse(eval.query(), ParserOptions.ALL);
        } catch (ParseException e) {
            return null;
        }
        Expr pinned = Pinned.pin(expr, at).orElse(null);
        if (pinned == null) {
            return null;
        }
        String text = Printer.print(pinned);
        long[] others =
                at == 0
                        ? new long[] {-1000, 0, 1000}
                        : new long[] {-10 * at, 0, at / 5, at, 10 * at};
        for (long other : others) {
            String moved = instant(text, other, at, expected);
            if (moved != null) {
                return "as " + text + " at " + other + ": " + moved;
            }
        }
        return null;
    }

    private @Nullable String instant(String query, long at, long meant, Expectation expected) {
        Result result;
        try {
            result = engine.instant(query, at, Engine.Wishes.none());
        } catch (QueryException | ParseException e) {
            return ofFailure(String.valueOf(e.getMessage()), expected);
        }
        if (expected.fails) {
            return "expected a failure but was " + result.value();
        }
        String notes = ofNotes(result, expected);
        if (notes != null) {
            return notes;
        }
        String value = new ResultCheck(expected, meant).check(result.value(), at);
        if (value != null || expected.range != null || expected.text != null) {
            return value;
        }
        if (OF_QUERY.matcher(query).find()) {
            return null;
        }
        return asRange(query, at, expected);
    }

    /// The same as the middle step of a range.
    private @Nullable String asRange(String query, long at, Expectation expected) {
        Result result;
        try {
            result = engine.range(query, at - 60_000, at + 60_000, 60_000, Engine.Wishes.none());
        } catch (QueryException | ParseException e) {
            return "as a range: " + e.getMessage();
        }
        if (expected.ordered || !(result.value() instanceof Result.Value.Matrix(var series))) {
            return null;
        }
        var middle = new ArrayList<Result.Sample>();
        for (Result.Series each : series) {
            for (Result.Point point : each.points()) {
                if (point.timestampMillis() == at) {
                    middle.add(
                            new Result.Sample(each.labels(), at, point.value(), point.histogram()));
                }
            }
        }
        boolean scalar = expected.number != null;
        Result.Value value =
                scalar && middle.size() == 1
                        ? new Result.Value.Scalar(at, middle.getFirst().value())
                        : new Result.Value.Vector(middle);
        String failure = new ResultCheck(expected, at).check(value, at);
        return failure == null ? null : "as a range: " + failure;
    }

    private @Nullable String range(Script.Eval eval, Expectation expected, Script.Range range) {
        Result result;
        try {
            result =
                    engine.range(
                            eval.query(),
                            eval.start(),
                            range.end(),
                            range.step(),
                            Engine.Wishes.none());
        } catch (QueryException | ParseException e) {
            return ofFailure(String.valueOf(e.getMessage()), expected);
        }
        if (expected.fails) {
            return "expected a failure but was " + result.value();
        }
        String notes = ofNotes(result, expected);
        if (notes != null) {
            return notes;
        }
        return ResultCheck.matrix(result.value(), series(expected), eval.start(), range.step());
    }

    private static List<SeriesNotation.Described> series(Expectation expected) {
        Double number = expected.number;
        if (number == null) {
            return expected.series;
        }
        var value = new SeriesNotation.Value(number, null, false);
        return List.of(new SeriesNotation.Described(Labels.EMPTY, List.of(value)));
    }

    private static @Nullable String ofFailure(String message, Expectation expected) {
        if (!expected.fails) {
            return "failed: " + message;
        }
        Expectation.Said said = expected.failure;
        return said == null || said.fits(message)
                ? null
                : "failed with " + message + " instead of " + said;
    }

    private static @Nullable String ofNotes(Result result, Expectation expected) {
        String warnings =
                ofNotes("warnings", result.warnings(), expected.warnings, expected.noWarnings);
        return warnings == null
                ? ofNotes("infos", result.infos(), expected.infos, expected.noInfos)
                : warnings;
    }

    private static @Nullable String ofNotes(
            String kind, List<String> actual, List<Expectation.Said> expected, boolean none) {
        if (none && !actual.isEmpty()) {
            return kind + " where none were expected: " + actual;
        }
        boolean unmet = expected.stream().anyMatch(said -> actual.stream().noneMatch(said::fits));
        boolean unknown =
                !expected.isEmpty()
                        && actual.stream()
                                .anyMatch(each ->
                                        expected.stream().noneMatch(said -> said.fits(each)));
        return unmet || unknown ? kind + " " + actual + " instead of " + expected : null;
    }
}

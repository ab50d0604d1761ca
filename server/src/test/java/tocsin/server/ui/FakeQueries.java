package tocsin.server.ui;

import tocsin.labels.Labels;
import tocsin.promql.eval.Points;
import tocsin.promql.eval.QueryException;
import tocsin.promql.eval.Result;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Answers every query alike, and remembers what was asked.
final class FakeQueries implements Queries {
    private final List<String> asked = new ArrayList<>();
    private Labels labels = Labels.EMPTY;
    private double value;
    private String refusal = "";

    void vector(Labels itsLabels, double itsValue) {
        labels = itsLabels;
        value = itsValue;
    }

    void refuse(String message) {
        refusal = message;
    }

    List<String> asked() {
        return asked;
    }

    @Override
    public Result instant(String query, Instant at) {
        asked.add(query + " @ " + at);
        check();
        return result(
                new Result.Value.Vector(
                        List.of(new Result.Sample(labels, at.toEpochMilli(), value, null))));
    }

    @Override
    public Result range(String query, Instant start, Instant end, Duration step) {
        asked.add(query + " " + start + " to " + end + " each " + step);
        check();
        var points =
                List.of(
                        new Result.Point(start.toEpochMilli(), value, null),
                        new Result.Point(start.plus(step).toEpochMilli(), value + 1, null));
        return result(
                new Result.Value.Matrix(List.of(new Result.Series(labels, Points.of(points)))));
    }

    private void check() {
        if (!refusal.isEmpty()) {
            throw new QueryException(QueryException.Kind.EXECUTION, refusal);
        }
    }

    private static Result result(Result.Value value) {
        return new Result(value, List.of(), List.of(), new Result.Stats(1, 1, 1));
    }
}

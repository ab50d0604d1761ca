package tocsin.server.storages;

import tocsin.promql.eval.Engine;
import tocsin.promql.eval.Engine.Wishes;
import tocsin.promql.eval.QueryException;
import tocsin.promql.eval.Result;
import tocsin.rules.EvaluationException;
import tocsin.rules.Expressions;
import tocsin.rules.SampleSink.Sample;

import java.util.List;

/// What a template's `query` asks: the storage that its rule asks, too.
@FunctionalInterface
public interface Queries {
    /// A query at an instant.
    ///
    /// @throws QueryFailedException when there is no answer
    Result.Value instant(String text, long atMillis) throws QueryFailedException;

    /// A query without an answer, in words for whoever wrote it.
    final class QueryFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        QueryFailedException(String message) {
            super(message);
        }
    }

    /// Queries that an engine evaluates.
    static Queries of(Engine engine) {
        return (text, atMillis) -> {
            try {
                return engine.instant(text, atMillis, Wishes.none()).value();
            } catch (QueryException | IllegalArgumentException e) {
                throw new QueryFailedException(String.valueOf(e.getMessage()));
            }
        };
    }

    /// Queries that whoever evaluates the rule evaluates.
    static Queries of(Expressions expressions) {
        return (text, atMillis) -> {
            try {
                List<Sample> samples = expressions.compile(text).evaluate(atMillis);
                return new Result.Value.Vector(
                        samples.stream()
                                .map(each ->
                                        new Result.Sample(
                                                each.labels(),
                                                each.timestampMillis(),
                                                each.value(),
                                                each.histogram()))
                                .toList());
            } catch (EvaluationException | IllegalArgumentException e) {
                throw new QueryFailedException(String.valueOf(e.getMessage()));
            }
        };
    }
}

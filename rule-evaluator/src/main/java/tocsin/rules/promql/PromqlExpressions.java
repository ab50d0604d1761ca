package tocsin.rules.promql;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.Prepared;
import tocsin.promql.eval.QueryException;
import tocsin.promql.eval.Result;
import tocsin.promql.eval.Sharing;
import tocsin.rules.EvaluationException;
import tocsin.rules.Expression;
import tocsin.rules.Expressions;
import tocsin.rules.SampleSink;

import java.util.ArrayList;
import java.util.List;

/// Rules' expressions as prepared queries of an engine.
public final class PromqlExpressions implements Expressions {
    private final Engine engine;
    private final @Nullable Sharing sharing;

    /// Expressions that an engine evaluates.
    public PromqlExpressions(Engine engine) {
        this(engine, null);
    }

    private PromqlExpressions(Engine engine, @Nullable Sharing sharing) {
        this.engine = engine;
        this.sharing = sharing;
    }

    @Override
    public Expressions together(Together group) {
        return new PromqlExpressions(engine, engine.sharing(group.texts(), group.written()));
    }

    @Override
    public Expression compile(String text) {
        return new Compiled(sharing == null ? engine.prepare(text) : engine.prepare(text, sharing));
    }

    private record Compiled(Prepared prepared) implements Expression {
        @Override
        public String canonical() {
            return prepared.canonical();
        }

        @Override
        public List<SampleSink.Sample> evaluate(long atMillis) throws EvaluationException {
            Result.Value value;
            try {
                value = prepared.instant(atMillis, Engine.Wishes.none()).value();
            } catch (QueryException e) {
                throw new EvaluationException(String.valueOf(e.getMessage()));
            }
            return switch (value) {
                case Result.Value.Vector(var samples) -> samples(samples);
                case Result.Value.Scalar(long at, double number) ->
                        List.of(new SampleSink.Sample(Labels.EMPTY, at, number));
                case Result.Value.Text _, Result.Value.Matrix _ ->
                        throw new EvaluationException("rule result is not a vector or scalar");
            };
        }

        @Override
        public void close() {
            prepared.close();
        }

        private static List<SampleSink.Sample> samples(List<Result.Sample> samples) {
            var out = new ArrayList<SampleSink.Sample>(samples.size());
            for (Result.Sample sample : samples) {
                out.add(
                        new SampleSink.Sample(
                                sample.labels(),
                                sample.timestampMillis(),
                                sample.value(),
                                sample.histogram()));
            }
            return out;
        }
    }
}

package tocsin.rules.promql;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.Prepared;
import tocsin.promql.eval.QueryException;
import tocsin.promql.eval.Result;
import tocsin.promql.eval.Sharing;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.SampleBuffer;
import tocsin.rules.EvaluationException;
import tocsin.rules.Expression;
import tocsin.rules.Expressions;
import tocsin.rules.SampleSink;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

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
        Prepared alone = engine.prepare(text);
        Prepared prepared = sharing == null ? alone : engine.prepare(text, sharing);
        return new Compiled(prepared, alone, Selectors.of(prepared.expr()));
    }

    @Override
    public List<SampleSink.Sample> lastOf(
            List<Matcher> matchers, long fromExclusive, long toInclusive)
            throws EvaluationException {
        var found = new ArrayList<SampleSink.Sample>();
        var last = new SampleBuffer();
        try (SeriesSource.Selector selector = engine.source().prepare(matchers)) {
            for (SeriesSource.Series series :
                    selector.select(fromExclusive, toInclusive).series()) {
                last.clear();
                series.last(fromExclusive, toInclusive, last);
                if (last.size() > 0) {
                    found.add(
                            new SampleSink.Sample(
                                    series.labels(),
                                    last.timestamp(0),
                                    last.value(0),
                                    last.histogram(0)));
                }
            }
        } catch (SourceException e) {
            throw new EvaluationException(String.valueOf(e.getMessage()));
        }
        return found;
    }

    /// An expression.
    ///
    /// @param prepared what is evaluated, which may take over what another rule evaluated
    /// @param alone the same without others, to tell whether there is anything to read
    private record Compiled(Prepared prepared, Prepared alone, List<List<Matcher>> selectors)
            implements Expression {
        @Override
        public String canonical() {
            return prepared.canonical();
        }

        @Override
        public List<SampleSink.Sample> evaluate(long atMillis) throws EvaluationException {
            return answer(atMillis).samples();
        }

        @Override
        public Answer answer(long atMillis) throws EvaluationException {
            Result result = instant(prepared, atMillis);
            long read = result.stats().samplesRead();
            // What another rule read for it is not known here.
            boolean known = read > 0 || prepared.equals(alone);
            return new Answer(
                    samples(result.value()), known ? OptionalLong.of(read) : OptionalLong.empty());
        }

        @Override
        public boolean hasData(long atMillis) throws EvaluationException {
            return instant(alone, atMillis).stats().samplesRead() > 0;
        }

        private static Result instant(Prepared of, long atMillis) throws EvaluationException {
            try {
                return of.instant(atMillis, Engine.Wishes.none());
            } catch (QueryException e) {
                throw new EvaluationException(String.valueOf(e.getMessage()));
            }
        }

        private static List<SampleSink.Sample> samples(Result.Value value)
                throws EvaluationException {
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
            alone.close();
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

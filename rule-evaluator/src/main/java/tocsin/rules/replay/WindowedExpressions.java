package tocsin.rules.replay;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.Prepared;
import tocsin.promql.eval.QueryException;
import tocsin.promql.eval.Result;
import tocsin.rules.EvaluationException;
import tocsin.rules.Expression;
import tocsin.rules.Expressions;
import tocsin.rules.SampleSink.Sample;
import tocsin.rules.promql.PromqlExpressions;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Expressions whose next evaluations are made in one pass: an expression that reads nothing but
/// history, evaluated at even steps, is evaluated for many steps ahead at once. Everything else is
/// evaluated step by step, for it may read what a rule is about to write.
public final class WindowedExpressions implements Expressions {
    private static final int FIRST_STEPS = 64;
    private static final int MOST_STEPS = 1_920;
    private static final int MOST_POINTS = 1_000_000;

    private final Engine engine;
    private final Expressions single;
    private final Set<String> written;
    private final long endMillis;

    /// Expressions of a replay.
    ///
    /// @param written names of metrics that rules of the replay write
    /// @param endMillis nothing is evaluated beyond
    public WindowedExpressions(Engine engine, Set<String> written, long endMillis) {
        this.engine = engine;
        this.single = new PromqlExpressions(engine);
        this.written = Set.copyOf(written);
        this.endMillis = endMillis;
    }

    @Override
    public Expression compile(String text) {
        Expression plain = single.compile(text);
        // What `@ start()` and `@ end()` mean depends on the range that is asked for.
        boolean readsHistoryOnly =
                !plain.canonical().contains("@ ")
                        && plain.selectors().stream().allMatch(this::isHistory);
        return readsHistoryOnly ? new Windowed(plain, engine.prepare(text)) : plain;
    }

    private boolean isHistory(List<Matcher> selector) {
        return selector.stream()
                .anyMatch(matcher ->
                        matcher.name().equals(Labels.METRIC_NAME)
                                && matcher.type() == MatchType.EQUAL
                                && !written.contains(matcher.value()));
    }

    private final class Windowed implements Expression {
        private final Expression plain;
        private final Prepared prepared;
        private long last = Long.MIN_VALUE;
        private long from;
        private long step;
        private int steps = FIRST_STEPS;
        private List<List<Sample>> window = List.of();

        private Windowed(Expression plain, Prepared prepared) {
            this.plain = plain;
            this.prepared = prepared;
        }

        @Override
        public String canonical() {
            return plain.canonical();
        }

        @Override
        public List<List<Matcher>> selectors() {
            return plain.selectors();
        }

        @Override
        public List<Sample> evaluate(long atMillis) throws EvaluationException {
            return answer(atMillis).samples();
        }

        @Override
        public Answer answer(long atMillis) throws EvaluationException {
            long distance = last == Long.MIN_VALUE ? 0 : atMillis - last;
            last = atMillis;
            int place = place(atMillis);
            if (place < 0 && distance > 0) {
                fill(atMillis, distance);
                place = place(atMillis);
            }
            return place < 0
                    ? plain.answer(atMillis)
                    : new Answer(window.get(place), OptionalLong.empty());
        }

        private int place(long atMillis) {
            if (window.isEmpty() || atMillis < from || (atMillis - from) % step != 0) {
                return -1;
            }
            long place = (atMillis - from) / step;
            return place < window.size() ? (int) place : -1;
        }

        private void fill(long atMillis, long distance) {
            long most = Math.max(1, (endMillis - atMillis) / distance + 1);
            int count = (int) Math.min(steps, most);
            window = List.of();
            if (count < 2) {
                return;
            }
            Result.Value value;
            try {
                value =
                        prepared.range(
                                        atMillis,
                                        atMillis + (count - 1) * distance,
                                        distance,
                                        Engine.Wishes.none())
                                .value();
            } catch (QueryException e) {
                // One bad step spoils a range; it is told where it stands, by evaluating singly.
                steps = Math.max(2, steps / 8);
                return;
            }
            if (value instanceof Result.Value.Matrix(List<Result.Series> series)) {
                from = atMillis;
                step = distance;
                window = spread(series, count);
            }
        }

        private List<List<Sample>> spread(List<Result.Series> series, int count) {
            var spread = new ArrayList<List<Sample>>(count);
            for (int i = 0; i < count; i++) {
                spread.add(List.of());
            }
            long points = 0;
            for (Result.Series each : series) {
                for (Result.Point point : each.points()) {
                    int place = (int) ((point.timestampMillis() - from) / step);
                    List<Sample> at = spread.get(place);
                    if (at.isEmpty()) {
                        at = new ArrayList<>(4);
                        spread.set(place, at);
                    }
                    at.add(
                            new Sample(
                                    each.labels(),
                                    point.timestampMillis(),
                                    point.value(),
                                    point.histogram()));
                    points++;
                }
            }
            long room = points == 0 ? MOST_STEPS : MOST_POINTS / (points / count + 1);
            steps = (int) Math.clamp(room, 16, Math.min(MOST_STEPS, 4L * steps));
            return spread;
        }
    }
}

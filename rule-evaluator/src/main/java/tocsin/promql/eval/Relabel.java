package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.value.FloatHistogram;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives rows other labels. Rows that come to have the same labels become one, as long as they
/// never have a sample at the same step. Kept while the input's shape stays.
final class Relabel {
    private static final List<String> METADATA =
            List.of(Labels.METRIC_NAME, "__type__", "__unit__");
    private static final String SAME_LABELS =
            "vector cannot contain metrics with the same labelset";

    private final Shape input;
    private final Shape output;
    private final int @Nullable [] targets;

    private Relabel(Shape input, Shape output, int @Nullable [] targets) {
        this.input = input;
        this.output = output;
        this.targets = targets;
    }

    /// What a row becomes.
    record Named(Labels labels, boolean drops) {}

    /// How rows get their labels.
    interface Rule {
        Named name(Labels labels, boolean drops);
    }

    /// Remembers the last relabelling of a node.
    static final class Cache {
        private final Rule rule;
        private @Nullable Relabel last;

        Cache(Rule rule) {
            this.rule = rule;
        }

        /// The vector under its new labels.
        ///
        /// @param strict whether rows of the same labels are an error even if they never meet
        Vector apply(Run run, Vector vector, boolean strict) {
            Relabel found = last;
            if (found == null || found.input != vector.shape()) {
                found = Relabel.of(vector.shape(), rule, run.budget());
                last = found;
            }
            return found.apply(vector, strict, run.budget());
        }
    }

    /// The rule of operations that lose the metric name: now, or at the end of the query.
    static Rule unnamed(boolean delayed) {
        return delayed
                ? (labels, _) -> new Named(labels, true)
                : (labels, _) -> new Named(withoutMetadata(labels), false);
    }

    static Labels withoutMetadata(Labels labels) {
        return labels.without(METADATA);
    }

    static Relabel of(Shape input, Rule rule, Budget budget) {
        Map<Labels, Integer> places = HashMap.newHashMap(input.size());
        var output = new Shape.Builder();
        int[] targets = new int[input.size()];
        boolean injective = true;
        for (int row = 0; row < targets.length; row++) {
            budget.labels(1);
            Named named = rule.name(input.labels(row), input.drops(row));
            Integer place = places.putIfAbsent(named.labels(), output.size());
            targets[row] = place == null ? output.add(named.labels(), named.drops()) : place;
            injective &= place == null;
        }
        return new Relabel(input, output.build(), injective ? null : targets);
    }

    /// The vector under its new labels.
    ///
    /// @param strict whether rows of the same labels are an error even if they never meet
    Vector apply(Vector vector, boolean strict, Budget budget) {
        return targets == null ? vector.with(output) : merged(vector, targets, strict, budget);
    }

    private Vector merged(Vector vector, int[] rows, boolean strict, Budget budget) {
        int steps = vector.steps();
        double[] values = Vector.none(output.size() * steps);
        @Nullable FloatHistogram @Nullable [] histograms =
                vector.histograms() == null ? null : new FloatHistogram[values.length];
        boolean[] filled = new boolean[output.size()];
        for (int row = 0; row < rows.length; row++) {
            budget.work(steps);
            if (vector.isEmptyRow(row)) {
                continue;
            }
            if (strict && filled[rows[row]]) {
                throw new QueryException(SAME_LABELS);
            }
            filled[rows[row]] = true;
            int from = row * steps;
            int to = rows[row] * steps;
            for (int i = 0; i < steps; i++) {
                if (!vector.has(from + i)) {
                    continue;
                }
                if (!Vector.isNone(values[to + i])) {
                    throw new QueryException(SAME_LABELS);
                }
                values[to + i] = vector.values()[from + i];
                if (histograms != null) {
                    histograms[to + i] = vector.histogram(from + i);
                }
            }
        }
        return new Vector(output, steps, values, histograms, null);
    }
}

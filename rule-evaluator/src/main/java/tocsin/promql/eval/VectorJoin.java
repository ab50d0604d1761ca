package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Expr.Cardinality;
import tocsin.promql.value.FloatHistogram;

import java.util.Arrays;

/// One evaluation of an operation between two vectors, over a join table.
final class VectorJoin {
    private static final String NOT_UNIQUE =
            "multiple matches for labels: grouping labels must ensure unique matches";
    private static final String NOT_EXPLICIT =
            "multiple matches for labels: many-to-one matching must be explicit"
                    + " (group_left/group_right)";

    private final Expr.Binary node;
    private final Budget budget;
    private final Pairs pairs;
    private final Partners partners;
    private final Vector many;
    private final Vector one;
    private final boolean swapped;
    private final boolean oneToOne;
    private final int steps;
    private double[] values;
    private @Nullable FloatHistogram @Nullable [] histograms;
    private final boolean[] @Nullable [] claims;
    private final boolean[] @Nullable [] matched;

    VectorJoin(Expr.Binary node, Run run, Partners partners, Vector many, Vector one) {
        this.node = node;
        this.budget = run.budget();
        this.pairs = new Pairs(node, run.notes());
        this.partners = partners;
        this.many = many;
        this.one = one;
        this.swapped = node.matching().cardinality() == Cardinality.ONE_TO_MANY;
        this.oneToOne = node.matching().cardinality() == Cardinality.ONE_TO_ONE;
        this.steps = many.steps();
        this.values = Vector.none(partners.outputs() * steps);
        this.claims = new boolean[partners.count()][];
        this.matched = new boolean[partners.count()][];
    }

    Vector join() {
        if (!node.matching().fills() && (many.rows() == 0 || one.rows() == 0)) {
            return Vector.empty(steps);
        }
        checkUnique();
        for (int row = 0; row < many.rows(); row++) {
            budget.work(steps);
            join(row);
        }
        Double fill = node.matching().fillLeft();
        if (fill != null) {
            for (int signature = 0; signature < partners.count(); signature++) {
                budget.work(steps);
                fillMany(signature, fill);
            }
        }
        Shape output = partners.output();
        grow(output.size());
        return new Vector(output, steps, values, histograms, null);
    }

    /// Two rows of the one side at one step are an error even where nobody matches them, unless the
    /// other side has nothing at all then.
    private void checkUnique() {
        boolean[] present = null;
        for (int signature = 0; signature < partners.count(); signature++) {
            int[] rows = partners.ones(signature);
            budget.work(rows.length > 1 ? (long) rows.length * steps : 1);
            for (int i = 0; rows.length > 1 && i < steps; i++) {
                int first = present(rows, 0, i);
                int second = first < 0 ? -1 : present(rows, first + 1, i);
                if (second < 0) {
                    continue;
                }
                present = present == null ? many.present(budget) : present;
                if (present[i] || node.matching().fills()) {
                    throw duplicate(signature, rows[first], rows[second]);
                }
            }
        }
    }

    private int present(int[] rows, int from, int step) {
        for (int i = from; i < rows.length; i++) {
            if (one.has(rows[i] * steps + step)) {
                return i;
            }
        }
        return -1;
    }

    private QueryException duplicate(int signature, int a, int b) {
        String first = one.shape().labels(a).toString();
        String second = one.shape().labels(b).toString();
        boolean ordered = Labels.BYTE_ORDER.compare(first, second) <= 0;
        return new QueryException(
                ("found duplicate series for the match group %s on the %s hand-side of the"
                                + " operation: [%s, %s];many-to-many matching not allowed:"
                                + " matching labels must be unique on one side")
                        .formatted(
                                partners.key(signature),
                                swapped ? "left" : "right",
                                ordered ? first : second,
                                ordered ? second : first));
    }

    private void join(int row) {
        int signature = partners.signatureOfMany(row);
        int[] ones = partners.ones(signature);
        Double fill = node.matching().fillRight();
        if (ones.length == 0 && fill == null) {
            return;
        }
        for (int i = 0; i < steps; i++) {
            int index = row * steps + i;
            if (!many.has(index)) {
                continue;
            }
            int found = present(ones, 0, i);
            if (found >= 0) {
                if (node.matching().fillLeft() != null) {
                    flags(matched, signature)[i] = true;
                }
                int partner = ones[found] * steps + i;
                double value =
                        apply(
                                many.values()[index],
                                many.histogram(index),
                                one.values()[partner],
                                one.histogram(partner));
                put(signature, value, partners.output(row, ones[found]), i);
            } else if (fill != null) {
                double value = apply(many.values()[index], many.histogram(index), fill, null);
                put(signature, value, partners.output(row, -1), i);
            }
        }
    }

    private double apply(
            double manyValue,
            @Nullable FloatHistogram manyHistogram,
            double oneValue,
            @Nullable FloatHistogram oneHistogram) {
        return swapped
                ? pairs.apply(oneValue, oneHistogram, manyValue, manyHistogram)
                : pairs.apply(manyValue, manyHistogram, oneValue, oneHistogram);
    }

    private void fillMany(int signature, double fill) {
        int[] rows = partners.ones(signature);
        boolean @Nullable [] done = matched[signature];
        for (int i = 0; rows.length > 0 && i < steps; i++) {
            int found = present(rows, 0, i);
            if (found < 0 || (done != null && done[i])) {
                continue;
            }
            int index = rows[found] * steps + i;
            double value = apply(fill, null, one.values()[index], one.histogram(index));
            put(signature, value, partners.output(-1, rows[found]), i);
        }
    }

    private static boolean[] flags(boolean[] @Nullable [] all, int signature, int steps) {
        boolean @Nullable [] flags = all[signature];
        if (flags == null) {
            flags = new boolean[steps];
            all[signature] = flags;
        }
        return flags;
    }

    private boolean[] flags(boolean[] @Nullable [] all, int signature) {
        return flags(all, signature, steps);
    }

    private void put(int signature, double value, int output, int step) {
        FloatHistogram histogram = pairs.takeHistogram();
        if (pairs.refused()) {
            return;
        }
        if (oneToOne && partners.hasSeveral(signature)) {
            boolean[] claimed = flags(claims, signature);
            if (claimed[step]) {
                throw new QueryException(NOT_EXPLICIT);
            }
            claimed[step] = true;
        }
        if (Vector.isNone(value)) {
            return;
        }
        int index = output * steps + step;
        if (index >= values.length) {
            grow(partners.outputs());
        }
        if (!Vector.isNone(values[index])) {
            throw new QueryException(oneToOne ? NOT_EXPLICIT : NOT_UNIQUE);
        }
        values[index] = value;
        if (histogram != null) {
            @Nullable FloatHistogram @Nullable [] all = histograms;
            if (all == null) {
                all = new FloatHistogram[values.length];
                histograms = all;
            }
            all[index] = histogram;
        }
    }

    private void grow(int outputs) {
        int before = values.length;
        if (outputs * steps > before) {
            values = Arrays.copyOf(values, outputs * steps);
            Arrays.fill(values, before, values.length, Vector.NONE);
            if (histograms != null) {
                histograms = Arrays.copyOf(histograms, values.length);
            }
        }
    }
}

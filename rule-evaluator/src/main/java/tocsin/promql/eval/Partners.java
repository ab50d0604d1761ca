package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Expr.Cardinality;
import tocsin.promql.ast.Expr.Matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The join table of two sides: which rows have the same signature, and what labels a pair gives.
/// Made when one of the two shapes changes.
final class Partners {
    private final Expr.Binary node;
    private final boolean delayed;
    private final Shape many;
    private final Shape one;
    private final Map<Labels, Integer> signatures = new HashMap<>();
    private final List<Labels> keys = new ArrayList<>();
    private final int[] manySignatures;
    private final int[] oneSignatures;
    private final int[][] ones;
    private final int[] manyCounts;
    private final Map<Labels, Integer> outputs = new HashMap<>();
    private final Shape.Builder rows = new Shape.Builder();
    private final Map<Long, Integer> pairs = new HashMap<>();
    private final int[] single;
    private @Nullable Shape output;

    Partners(Expr.Binary node, boolean delayed, Shape many, Shape one, Budget budget) {
        this.node = node;
        this.delayed = delayed;
        this.many = many;
        this.one = one;
        oneSignatures = signaturesOf(one, budget);
        manySignatures = signaturesOf(many, budget);
        ones = rowsBySignature();
        manyCounts = new int[keys.size()];
        for (int signature : manySignatures) {
            manyCounts[signature]++;
        }
        single = new int[many.size()];
        Arrays.fill(single, -1);
        for (int row = 0; row < single.length; row++) {
            budget.labels(1);
            int[] found = ones[manySignatures[row]];
            if (found.length == 1) {
                single[row] = pair(row, found[0]);
            }
        }
    }

    boolean areOf(Shape manySide, Shape oneSide) {
        return many == manySide && one == oneSide;
    }

    /// The labels on which rows are matched.
    static Labels signature(Matching matching, Labels labels) {
        if (matching.on()) {
            return labels.retain(matching.labels());
        }
        var ignored = new ArrayList<>(matching.labels());
        ignored.add(Labels.METRIC_NAME);
        return labels.without(ignored);
    }

    private int[] signaturesOf(Shape shape, Budget budget) {
        int[] found = new int[shape.size()];
        for (int row = 0; row < found.length; row++) {
            budget.labels(1);
            Labels key = signature(node.matching(), shape.labels(row));
            Integer place = signatures.putIfAbsent(key, keys.size());
            found[row] = place == null ? keys.size() : place;
            if (place == null) {
                keys.add(key);
            }
        }
        return found;
    }

    private int[][] rowsBySignature() {
        int[] sizes = new int[keys.size()];
        for (int signature : oneSignatures) {
            sizes[signature]++;
        }
        int[][] found = new int[sizes.length][];
        for (int i = 0; i < found.length; i++) {
            found[i] = new int[sizes[i]];
        }
        int[] next = new int[sizes.length];
        for (int row = 0; row < oneSignatures.length; row++) {
            int signature = oneSignatures[row];
            found[signature][next[signature]++] = row;
        }
        return found;
    }

    int count() {
        return keys.size();
    }

    Labels key(int signature) {
        return keys.get(signature);
    }

    int signatureOfMany(int row) {
        return manySignatures[row];
    }

    /// The rows of the one side with a signature: more than one, if they take turns.
    int[] ones(int signature) {
        return ones[signature];
    }

    /// Whether several rows of the many side have a signature.
    boolean hasSeveral(int signature) {
        return manyCounts[signature] > 1;
    }

    /// The output row of a pair; -1 for a side that is filled in.
    int output(int manyRow, int oneRow) {
        if (manyRow >= 0 && oneRow >= 0 && single[manyRow] >= 0) {
            return single[manyRow];
        }
        long key = ((long) manyRow << 32) | (oneRow & 0xffff_ffffL);
        Integer found = pairs.get(key);
        if (found == null) {
            found = pair(manyRow, oneRow);
            pairs.put(key, found);
        }
        return found;
    }

    private int pair(int manyRow, int oneRow) {
        Labels base = manyRow < 0 ? keys.get(oneSignatures[oneRow]) : many.labels(manyRow);
        Labels labels = labels(base, oneRow < 0 ? null : one.labels(oneRow));
        boolean drops = manyRow < 0 ? one.drops(oneRow) : many.drops(manyRow);
        boolean flagged = drops || (node.bool() && delayed);
        Integer place = outputs.putIfAbsent(labels, rows.size());
        if (place != null) {
            return place;
        }
        output = null;
        return rows.add(labels, flagged);
    }

    private Labels labels(Labels many, @Nullable Labels one) {
        Matching matching = node.matching();
        boolean unnamed = node.operator().isArithmetic() || (node.bool() && !delayed);
        Labels base = unnamed ? Relabel.withoutMetadata(many) : many;
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            return matching.on() ? base.retain(matching.labels()) : base.without(matching.labels());
        }
        if (matching.include().isEmpty()) {
            return base;
        }
        LabelsBuilder builder = base.toBuilder();
        for (String name : matching.include()) {
            builder.set(name, one == null ? "" : one.get(name));
        }
        return builder.build();
    }

    int outputs() {
        return rows.size();
    }

    Shape output() {
        Shape shape = output;
        if (shape == null) {
            shape = rows.build();
            output = shape;
        }
        return shape;
    }
}

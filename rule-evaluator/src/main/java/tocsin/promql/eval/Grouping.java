package tocsin.promql.eval;

import tocsin.labels.Labels;
import tocsin.promql.ast.Expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which group each row belongs to. Found once for a shape.
///
/// @param of the group of each row
/// @param output the labels of the groups, in order of their first row
record Grouping(Shape input, int[] of, Shape output) {
    static Grouping of(Shape input, Expr.Grouping grouping, Budget budget) {
        var names = new ArrayList<>(grouping.labels());
        if (grouping.without()) {
            names.add(Labels.METRIC_NAME);
        }
        boolean single = !grouping.without() && names.isEmpty();
        Map<Labels, Integer> groups = new HashMap<>();
        var keys = new ArrayList<Labels>();
        int[] of = new int[input.size()];
        for (int row = 0; row < of.length; row++) {
            budget.labels(1);
            Labels labels = input.labels(row);
            Labels key =
                    single
                            ? Labels.EMPTY
                            : grouping.without() ? labels.without(names) : labels.retain(names);
            Integer group = groups.putIfAbsent(key, keys.size());
            if (group == null) {
                of[row] = keys.size();
                keys.add(key);
            } else {
                of[row] = group;
            }
        }
        return new Grouping(input, of, output(input, of, keys));
    }

    private static Shape output(Shape input, int[] of, List<Labels> keys) {
        boolean[] drops = new boolean[keys.size()];
        for (int row = 0; row < of.length; row++) {
            drops[of[row]] |= input.drops(row);
        }
        return new Shape(keys.toArray(Labels[]::new), drops);
    }

    int groups() {
        return output.size();
    }

    /// The rows of each group, in order.
    int[][] members() {
        int[] sizes = new int[groups()];
        for (int group : of) {
            sizes[group]++;
        }
        int[][] members = new int[groups()][];
        for (int group = 0; group < members.length; group++) {
            members[group] = new int[sizes[group]];
        }
        int[] next = new int[groups()];
        for (int row = 0; row < of.length; row++) {
            members[of[row]][next[of[row]]++] = row;
        }
        return members;
    }
}
